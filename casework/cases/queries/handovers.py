"""What somebody held who left, as far as the reader holds it too. Of the rest a count by colleague, never a number."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session, aliased

from casework.cases.models import Case, Handover, HandoverCase, Membership
from casework.people import Actor
from casework.people.models import Person

from . import granting, unattended
from .granted import Beyond
from .visible import visible_to

SHOWN = 100
"""Lines of each list; the counts say how many there are."""
_WAITING = (
    select(Handover, Person.name)
    .join(Person, Person.id == Handover.person_id)
    .where(Handover.closed_at.is_(None), Handover.person_id != bindparam("reader"))
    .order_by(Handover.opened_at.desc())
)


class Left(NamedTuple):
    """One line of the list. `keys_ended`: every key that a colleague holds too has ended."""

    id: int
    person_id: int
    name: str
    cause: str
    opened_at: datetime
    keys_ended: bool
    yours: int


class Held(NamedTuple):
    """A case that the reader holds too. `others`: who else can read it and sign in."""

    number: str
    kind: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """`yours`: those that only the reader can read any more come first. `nobodys`: number and kind."""

    row: Handover
    person: Person
    yours: list[Held]
    nobodys: list[tuple[str, str]]
    beyond: list[Beyond]

    @property
    def single(self) -> int:
        return sum(not held.others for held in self.yours)


def waiting(db: Session, actor: Actor) -> list[Left]:
    """Hand-overs that nobody ended, the newest first."""
    rows = db.execute(_WAITING, {"reader": actor.id}).all()
    if not rows:
        return []
    theirs = _own(actor).join(HandoverCase, HandoverCase.case_id == Case.id)
    counts = theirs.where(HandoverCase.handover_id.in_([row.id for row, _ in rows]))
    counted = counts.with_only_columns(HandoverCase.handover_id, func.count()).group_by(HandoverCase.handover_id)
    yours = dict(db.execute(counted).all())
    return [
        Left(row.id, row.person_id, name, row.cause, row.opened_at, row.keys_ended_at is not None, yours.get(row.id, 0))
        for row, name in rows
    ]


def one(db: Session, actor: Actor, handover_id: int) -> Shown | None:
    """Four statements. None when there is no such hand-over, or it is about the reader."""
    row = db.get(Handover, handover_id)
    if row is None or row.person_id == actor.id:
        return None
    ids = set(db.scalars(select(HandoverCase.case_id).where(HandoverCase.handover_id == row.id)))
    lone = [(case.number, case.kind) for case in unattended.cases(db, actor) if case.id in ids]
    wish = granting.Wish(granting.LIKE, source_id=row.person_id)
    return Shown(row, db.get_one(Person, row.person_id), _yours(db, actor, row), lone, granting.beyond(db, actor, wish))


def _yours(db: Session, actor: Actor, row: Handover) -> list[Held]:
    other, person = aliased(Membership), aliased(Person)
    query = (
        _own(actor)
        .join(HandoverCase, HandoverCase.case_id == Case.id)
        .outerjoin(other, (other.case_id == Case.id) & other.active & other.reads_file & (other.person_id != actor.id))
        .outerjoin(person, (person.id == other.person_id) & (person.state == "active"))
        .where(HandoverCase.handover_id == row.id)
        .with_only_columns(Case.number, Case.kind, person.name)
        .order_by(Case.number, person.name)
    )
    found: dict[tuple[str, str], list[str]] = {}
    for number, kind, name in db.execute(query):
        found.setdefault((number, kind), []).extend([name] if name else [])
    held = [Held(number, kind, tuple(names)) for (number, kind), names in found.items()]
    return sorted(held, key=lambda line: (len(line.others) > 0, line.number))


def _own(actor: Actor) -> Select[Case]:
    return visible_to(actor).where(Membership.reads_file)
