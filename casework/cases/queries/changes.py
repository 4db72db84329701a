"""What changed on a case since somebody looked at it, in the trail's words."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.audit import SENTENCES, Act, tag_of
from casework.audit.models import TrailEntry
from casework.people import ActorKind
from casework.people.models import Person
from casework.settings import N_

REPORTER, ITSELF = N_("somebody with a receipt"), N_("Casework")


@dataclass(frozen=True, slots=True)
class Change:
    """`who` is a name, `did` a message id: “Mara Lindqvist recorded a finding”."""

    who: str
    did: str
    at: datetime
    tag: Act


def since(db: Session, case_id: int, version: int) -> list[Change]:
    """What moved the case past `version`, oldest first."""
    entries = db.scalars(
        select(TrailEntry).where(TrailEntry.chain == case_id).order_by(TrailEntry.seq.desc()).limit(50)
    ).all()
    newer = [entry for entry in reversed(entries) if json.loads(entry.ids).get("version", 0) > version]
    names = names_of(db, {entry.actor_id for entry in newer if entry.actor_kind == ActorKind.PERSON.value})
    return [_change(entry, names) for entry in newer]


def names_of(db: Session, people: Iterable[int]) -> dict[int, str]:
    wanted = set(people) - {0}
    if not wanted:
        return {}
    return dict(db.execute(select(Person.id, Person.name).where(Person.id.in_(wanted))).all())


def _who(entry: TrailEntry, names: dict[int, str]) -> str:
    if entry.actor_kind == ActorKind.PERSON.value:
        return names.get(entry.actor_id, "")
    return REPORTER if entry.actor_kind == ActorKind.REPORTER.value else ITSELF


def _change(entry: TrailEntry, names: dict[int, str]) -> Change:
    return Change(_who(entry, names), SENTENCES[tag_of(entry.tag)], entry.at, tag_of(entry.tag))


def of_item(db: Session, case_id: int, name: str, id_: int, last: int) -> list[Change]:
    """The `last` things that were done to one item of a case, oldest first: as many as its version moved on."""
    entries = db.scalars(
        select(TrailEntry).where(TrailEntry.chain == case_id).order_by(TrailEntry.seq.desc()).limit(50)
    ).all()
    about = [entry for entry in reversed(entries) if json.loads(entry.ids).get(name) == id_]
    names = names_of(db, {entry.actor_id for entry in about if entry.actor_kind == ActorKind.PERSON.value})
    return [_change(entry, names) for entry in about[-max(last, 1) :]]
