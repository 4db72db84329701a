"""The exits that a reader holds a key of, a page at a time: what it takes depends on the page alone."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import bindparam, exists, select, tuple_
from sqlalchemy.orm import Session, aliased

from casework import vault
from casework.exits.lifecycle import COMPLETED, INVITED, PLANNED
from casework.exits.models import Exit
from casework.people import Actor
from casework.people.models import Person
from casework.vault import Compartment, HolderKind, Room, Unreadable
from casework.vault.models import CompartmentRow, Seal

PAGE, WAITING = 50, 20
OPEN = (PLANNED, INVITED, COMPLETED)


class Row(NamedTuple):
    """`name` is None where it does not open."""

    id: int
    number: str
    state: str
    ends_on: date
    department: str
    interviewer_id: int | None
    interviewer: str | None
    name: str | None


@dataclass(frozen=True, slots=True)
class Page:
    """`after`: where the next page begins; empty at the end."""

    rows: list[Row]
    after: str


def page(db: Session, actor: Actor, states: Collection[str], after: str = "") -> Page:
    """Latest last day first. `states`: none of them means any."""
    query = _SEEN
    if states:
        query = query.where(Exit.state.in_(states))
    if place := _place(after):
        query = query.where(tuple_(Exit.ends_on, Exit.id) < tuple_(*place))
    query = query.order_by(Exit.ends_on.desc(), Exit.id.desc()).limit(PAGE + 1)
    found = db.execute(query, _whose(actor, Compartment.LEAVING)).all()
    rows = _named(db, actor, found[:PAGE])
    last = rows[-1] if len(found) > PAGE else None
    return Page(rows, f"{last.ends_on.isoformat()}.{last.id}" if last else "")


def to_review(db: Session, actor: Actor) -> list[Row]:
    """Answers that are in and that this interviewer reads, longest waiting first."""
    return _named(db, actor, db.execute(_TO_REVIEW, _whose(actor, Compartment.INTERVIEW)).all())


def to_invite(db: Session, actor: Actor, until: date) -> list[Row]:
    """Planned and not asked yet, whose last day is near."""
    return _named(db, actor, db.execute(_TO_INVITE, {**_whose(actor, Compartment.LEAVING), "until": until}).all())


def _whose(actor: Actor, room: Compartment) -> dict[str, object]:
    if actor.holder is None:
        raise ValueError("nobody is signed in")
    return {"reader": actor.id, "generation": actor.holder.generation, "room": room.value}


def _seen() -> Any:
    interviewer = aliased(Person)
    held = exists().where(
        CompartmentRow.case_id == Exit.id, CompartmentRow.name == bindparam("room"), CompartmentRow.subject == 0,
        Seal.compartment_id == CompartmentRow.id, Seal.epoch == CompartmentRow.epoch,
        Seal.holder_kind == HolderKind.PERSON.value, Seal.holder_id == bindparam("reader"),
        Seal.generation == bindparam("generation"),
    )  # fmt: skip
    columns = (Exit.id, Exit.number, Exit.state, Exit.ends_on, Exit.department, Exit.interviewer_id, interviewer.name)
    query = select(*columns, Exit.name.label("sealed")).where(held)
    return query.outerjoin(interviewer, interviewer.id == Exit.interviewer_id)


_SEEN = _seen()
_TO_REVIEW = _SEEN.where(Exit.state == COMPLETED).order_by(Exit.completed_on, Exit.id).limit(WAITING)
_TO_INVITE = (
    _SEEN.where(Exit.state == PLANNED, Exit.ends_on <= bindparam("until"))
    .order_by(Exit.ends_on, Exit.id)
    .limit(WAITING)
)


def _named(db: Session, actor: Actor, found: Collection[Any]) -> list[Row]:
    if actor.holder is None or not found:
        return []
    rooms = vault.rooms.enter_many(db, actor.holder, [row.id for row in found], Compartment.LEAVING)
    return [Row._make((*row[:-1], _name(rooms, row.id, row.sealed))) for row in found]


def _name(rooms: Mapping[int, Room], exit_id: int, sealed: bytes) -> str | None:
    try:
        return rooms[exit_id].open(Exit.name, exit_id, sealed) if exit_id in rooms else None
    except Unreadable:
        return None


def _place(after: str) -> tuple[date, int] | None:
    """As `page` wrote it; whatever else stands in the address begins at the beginning."""
    day, _, id_ = after.partition(".")
    try:
        return (date.fromisoformat(day), int(id_)) if id_.isascii() and id_.isdecimal() and len(id_) < 20 else None
    except ValueError:
        return None
