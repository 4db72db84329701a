"""The checklist made flat for the page of an exit, and the readers line before its forms."""

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import vault
from casework.access import Action, policy
from casework.exits.models import Exit
from casework.exits.queries.checklist import TaskShown
from casework.people import Actor
from casework.people.models import Person
from casework.vault import Compartment, HolderKind
from casework.web import text
from casework.web.text import _, gettext

from .readers import Line, line


class Flat(NamedTuple):
    """As `exits/_checklist.html` wants it."""

    id: int
    what: str
    about: str
    own_words: bool
    owner: str
    note: str
    due_on: date | None
    done_at: datetime | None
    done_by: str
    dropped: bool
    law: str
    source: str
    checked: str
    acts: list[tuple[str, str]]


def flat(number: str, shown: list[TaskShown], actor: Actor) -> list[Flat]:
    plans = bool(policy.judge(actor, Action.PLAN_EXIT))
    return [_flat(f"/exits/{number}/tasks/{one.id}", one, actor, plans=plans) for one in shown]


def still_open(shown: list[TaskShown]) -> int:
    return sum(one.done_at is None and not one.dropped for one in shown)


def words_of(shown: TaskShown | None) -> str:
    """What a line says: in the reader's language where the template says it."""
    if shown is None:
        return ""
    return shown.what if shown.own_words else gettext(shown.what)


def _flat(path: str, one: TaskShown, actor: Actor, *, plans: bool) -> Flat:
    duty, acts = one.duty, list[tuple[str, str]]()
    if not one.dropped and (plans or one.owner_id == actor.id):
        acts.append((f"{path}/done", _("It is not done") if one.done_at else _("It is done")))
    if plans:
        if not one.done_at and not one.dropped:
            acts.append((path, _("Change")))
        if not one.done_at:
            acts.append((f"{path}/dropped", _("It applies after all") if one.dropped else _("Does not apply")))
        if one.letter and not one.dropped:
            acts.append((f"{path}/letter", _("Letter")))
    return Flat(
        one.id, words_of(one), gettext(one.about) if one.about else "", one.own_words, one.owner, one.note, one.due_on,
        one.done_at, one.done_by, one.dropped, duty.says if duty else "", duty.source if duty else "",
        _("checked %(day)s", day=text.day(duty.dated, actor.zone)) if duty else "", acts,
    )  # fmt: skip


def readers_of(db: Session, exit_: Exit, actor: Actor) -> list[Line]:
    """Who reads what is typed here, from the seals themselves."""
    people = [
        reader.holder_id
        for reader in vault.readers.of_case(db, exit_.id)
        if reader.compartment is Compartment.LEAVING and reader.kind is HolderKind.PERSON
    ]
    names = dict(db.execute(select(Person.id, Person.name).where(Person.id.in_(people))).all())
    return [line(Compartment.LEAVING, people, names, actor)]
