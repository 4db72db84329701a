"""Holds as their readers see them: those whose key they hold."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, bindparam, exists, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from casework import vault
from casework.cases.models import Case, Hold
from casework.cases.queries import holds as held
from casework.legal.models import HoldCustodian
from casework.people import Actor
from casework.vault import Compartment, HolderKind, Room, Unreadable
from casework.vault.models import CompartmentRow, Seal

from . import hold_readers
from .numbers import Numbers

MOST = 200
_HELD = exists().where(
    CompartmentRow.case_id == Hold.id,
    CompartmentRow.name == bindparam("room"),
    Seal.compartment_id == CompartmentRow.id,
    Seal.epoch == CompartmentRow.epoch,
    Seal.holder_kind == HolderKind.PERSON.value,
    Seal.holder_id == bindparam("holder"),
    Seal.generation == bindparam("generation"),
)
_MINE = select(Hold).where(_HELD).order_by(Hold.released_at.is_not(None), Hold.placed_at.desc(), Hold.id).limit(MOST)
_ONE = select(Hold).where(Hold.number == bindparam("number"), _HELD)


@dataclass(frozen=True, slots=True)
class Line:
    """One of a list. `about` is None where it is damaged; `silent`: custodians who have not acknowledged."""

    number: str
    about: str | None
    anticipated_on: date
    placed_at: datetime
    released_at: datetime | None
    custodians: int
    silent: int


@dataclass(frozen=True, slots=True)
class Told:
    """A custodian's notice. `text` is None where it does not open, `has_key` says whether that is for want of a key."""

    number: str
    text: str | None
    has_key: bool
    told_at: datetime
    acknowledged_at: datetime | None
    released_at: datetime | None


def mine(db: Session, actor: Actor) -> list[Line]:
    """Those that hold, then those that were released; newest first. A handful of statements however many there are."""
    if actor.holder is None:
        return []
    rows = db.scalars(_MINE, _asked(actor, Compartment.HOLD)).all()
    shut = hold_readers.shut_from(db, actor.id, [row.id for row in rows])
    rooms = vault.rooms.enter_many(db, actor.holder, [row.id for row in rows], Compartment.HOLD)
    told = _told(db, [row.id for row in rows])
    found = [_line(row, rooms.get(row.id), told.get(row.id, [])) for row in rows if row.id not in shut]
    numbers = Numbers(db, actor, (line.about for line in found))
    return [replace(line, about=numbers.told(line.about)) for line in found]


def find(db: Session, actor: Actor, number: str, room: Compartment = Compartment.HOLD) -> Hold | None:
    """None where for this reader there is none: without its key, or since it is about them."""
    if actor.holder is None:
        return None
    row = db.scalar(_ONE, {**_asked(actor, room), "number": number})
    if row is None or (room is Compartment.HOLD and hold_readers.shut_from(db, actor.id, [row.id])):
        return None
    return row


def of_case(db: Session, actor: Actor, case: Case) -> list[Line]:
    """The holds that a case falls under, as far as the reader has their keys."""
    found = held.of_case(db, case.id)
    numbers = set(db.scalars(select(Hold.number).where(Hold.id.in_(found.hold_ids)))) if found else set()
    return [line for line in mine(db, actor) if line.number in numbers] if numbers else []


def notices(db: Session, actor: Actor) -> list[Told]:
    """What this custodian was told: what they have not acknowledged first."""
    if actor.holder is None:
        return []
    query = select(Hold, HoldCustodian).join(HoldCustodian, HoldCustodian.hold_id == Hold.id)
    rows = db.execute(query.where(HoldCustodian.person_id == actor.id).limit(MOST)).all()
    rooms = vault.rooms.enter_many(db, actor.holder, [row.id for row, _ in rows], Compartment.NOTICE)
    found = [
        Told(
            row.number, opened(rooms.get(row.id), Hold.notice, row.id, row.notice), row.id in rooms, one.told_at,
            one.acknowledged_at, row.released_at,
        )
        for row, one in rows
    ]  # fmt: skip
    numbers = Numbers(db, actor, (one.text for one in found))
    found = [replace(one, text=numbers.told(one.text)) for one in found]
    return sorted(found, key=lambda one: (one.acknowledged_at is not None, one.released_at is not None, one.told_at))


def opened(room: Room | None, column: InstrumentedAttribute[Any], row_id: int, sealed: bytes | None) -> str | None:
    """The text; empty where there is none, None where it does not open."""
    if sealed is None:
        return ""
    try:
        return room.open(column, row_id, sealed) if room is not None else None
    except Unreadable:
        return None


def custodians(hold_ids: Sequence[int]) -> Select[HoldCustodian]:
    which = HoldCustodian.hold_id.in_(hold_ids)
    return select(HoldCustodian).where(which).order_by(HoldCustodian.told_at, HoldCustodian.id)


def _asked(actor: Actor, room: Compartment) -> dict[str, object]:
    assert actor.holder is not None
    return {"room": room.value, "holder": actor.id, "generation": actor.holder.generation}


def _told(db: Session, hold_ids: Sequence[int]) -> dict[int, list[HoldCustodian]]:
    found: dict[int, list[HoldCustodian]] = {}
    for one in db.scalars(custodians(hold_ids)):
        found.setdefault(one.hold_id, []).append(one)
    return found


def _line(row: Hold, room: Room | None, told: Sequence[HoldCustodian]) -> Line:
    silent = sum(one.acknowledged_at is None for one in told)
    about = opened(room, Hold.about, row.id, row.about)
    return Line(row.number, about, row.anticipated_on, row.placed_at, row.released_at, len(told), silent)
