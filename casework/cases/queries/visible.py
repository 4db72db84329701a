"""What can be seen: the twin in SQL of the rule “a holder of one of its keys and not walled off from it”."""

from typing import Any

from sqlalchemy import Select, bindparam, false, select
from sqlalchemy.orm import Session

from casework.access.models import Wall
from casework.cases.models import Case, Membership
from casework.people import Actor, ActorKind

LIFTED = "lifted"


def visible_to(actor: Actor) -> Select[Case]:
    """The cases that exist for this actor."""
    if actor.kind is not ActorKind.PERSON or not actor.admitted:
        return select(Case).where(false())
    return _read_by(actor.id)


def find(db: Session, actor: Actor, number: str) -> Case | None:
    """The case of that number, if it exists for this actor; the same work either way."""
    if actor.kind is not ActorKind.PERSON or not actor.admitted:
        return db.scalar(visible_to(actor).where(Case.number == number))
    return db.scalar(_NUMBERED, {"reader": actor.id, "number": number})


def _read_by(reader: Any) -> Select[Case]:
    walled = select(Wall.id).where(Wall.case_id == Case.id, Wall.person_id == reader, Wall.state != LIFTED)
    return (
        select(Case)
        .join(Membership, Membership.case_id == Case.id)
        .where(Membership.person_id == reader, Membership.active, ~walled.exists())
    )


_NUMBERED = _read_by(bindparam("reader")).where(Case.number == bindparam("number"))
