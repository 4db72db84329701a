"""What can be seen: the twin in SQL of the rule “a holder of one of its keys and not walled off from it”."""

from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, false, select
from sqlalchemy.orm import Session

from casework.access.models import Wall
from casework.cases.models import Case, Membership
from casework.people import Actor, ActorKind

LIFTED = "lifted"


def is_reader(actor: Actor) -> bool:
    """For everybody else no case exists."""
    return actor.kind is ActorKind.PERSON and actor.admitted


def visible_to(actor: Actor) -> Select[Case]:
    """The cases that exist for this actor."""
    return _read_by(actor.id) if is_reader(actor) else _NONE


def find(db: Session, actor: Actor, number: str) -> Case | None:
    """The case of that number, if it exists for this actor; the same work either way."""
    if not is_reader(actor):
        return db.scalar(visible_to(actor).where(Case.number == number))
    return db.scalar(_NUMBERED, {"reader": actor.id, "number": number})


def _read(reader: Any) -> Select[Case]:
    walled = select(Wall.id).where(Wall.case_id == Case.id, Wall.person_id == reader, Wall.state != LIFTED)
    return (
        select(Case)
        .join(Membership, Membership.case_id == Case.id)
        .where(Membership.person_id == reader, Membership.active, ~walled.exists())
    )


_NONE = select(Case).where(false())
_read_by = lru_cache(maxsize=64)(_read)  # whoever works is asked for again and again
OF_READER = _read(bindparam("reader"))
"""The same, for whoever is named when it is asked: `is_reader` goes first."""
_NUMBERED = OF_READER.where(Case.number == bindparam("number"))
