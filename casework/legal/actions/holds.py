"""A hold is placed, widened, shared with a colleague and released: a matter of its own, with two rooms."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import vault
from casework.access import Action, Forbidden, Hidden, policy
from casework.audit import Tag, trail
from casework.cases.actions import members
from casework.cases.models import Hold, HoldScope
from casework.cases.queries import holds as held
from casework.cases.queries.holds import Scope
from casework.db import Database, new_id, utc_now
from casework.legal.models import HoldCustodian
from casework.legal.queries import hold_readers
from casework.mail import Notice, tell
from casework.people import SYSTEM, Actor
from casework.settings import N_
from casework.vault import Compartment, HolderKind, NoSeal, Room

from . import custodians, preservation

CONCERNED = N_("It is about you, or a wall keeps you from what it names: ask somebody else to place it.")
HOLD = Compartment.HOLD
OVER = N_("The hold was released: place another one.")
NOBODY = N_("They cannot be given the key: they place no holds, are not admitted, or it is about them.")


class Changed(Exception):
    """Somebody else changed the hold since the page was opened."""


@dataclass(frozen=True, slots=True)
class Of:
    """One thing that a hold is to be of, and how it was named."""

    scope: Scope
    shown: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class New:
    """As typed. `about`: which proceedings are expected; `notice`: what custodians are told, colleagues by id first."""

    why: str = field(repr=False)
    about: str = field(repr=False)
    notice: str = field(repr=False)
    anticipated_on: date
    of: Sequence[Of] = ()
    custodians: Collection[int] = ()


def place(db: Session, new: New, *, by: Actor) -> Hold:
    """Sealed to counsel and to who places it. What falls under it is held from now on, and what comes later too."""
    policy.require(by, Action.PLACE_HOLD)
    if by.id in hold_readers.in_the_way(db, [one.scope for one in new.of]):
        raise Forbidden(CONCERNED)
    return begin(db, new, by=by)


def begin(db: Session, new: New, *, by: Actor, others: Collection[int] = ()) -> Hold:
    """The same for a hold that a charge or a claim places by itself, whoever enters that: `others` are given its key
    where no counsel can be."""
    if not new.of:
        raise ValueError("a hold is of something")
    id_, scopes = new_id(), [one.scope for one in new.of]
    vault.rooms.found_case(db, id_)
    readers = hold_readers.first(db, scopes, by.id if _places(by) else 0, others).values()
    told = hold_readers.halves(db, new.custodians, Compartment.NOTICE)
    noticed = {**told, **{half.owner: half for half in readers if Compartment.NOTICE not in half.barred}}
    hold, notice = vault.building.build_all(
        db, id_, [(Compartment.HOLD, 0, readers), (Compartment.NOTICE, 0, noticed.values())]
    )
    row = Hold(
        id=id_,
        number=_number(db),
        anticipated_on=new.anticipated_on,
        why=hold.seal(Hold.why, id_, new.why),
        about=hold.seal(Hold.about, id_, new.about),
        notice=notice.seal(Hold.notice, id_, new.notice),
        placed_by=by.id,
        placed_at=utc_now(),
        version=1,
    )
    db.add(row)
    db.flush()
    vault.journal.note(db, "hold-placed", hold=id_, number=row.number, by=by.id)
    for one in new.of:
        _add(db, row, hold, one, by)
    trail.record(db, by, Tag.HOLD_PLACED, id_)
    for person_id in sorted(told):
        custodians.add(db, row, HoldCustodian(id=new_id(), person_id=person_id), by=by)
    tell(db, Notice.HOLD, to={half.owner for half in readers} - {by.id})
    return row


def widen(db: Session, row: Hold, of: Of, *, by: Actor, version: int) -> None:
    """One more scope. Whoever it turns out to be about loses the key in the same moment."""
    room = enter(db, row, by, Action.PLACE_HOLD, version)
    shut = hold_readers.in_the_way(db, [*held.scopes(db, [row.id]), of.scope])
    if by.id in shut:
        raise Forbidden(CONCERNED)
    _add(db, row, room, of, by)
    row.version += 1
    trail.record(db, by, Tag.HOLD_CHANGED, row.id)
    end_keys(db, row, shut, by=by)


def share(db: Session, row: Hold, person_id: int, *, by: Actor) -> None:
    """Another counsel, lead or alternate gets both keys."""
    rooms = {room: enter(db, row, by, Action.SEE_HOLDS, room=room) for room in (Compartment.HOLD, Compartment.NOTICE)}
    if person_id not in hold_readers.able(db, held.scopes(db, [row.id])):
        raise Forbidden(NOBODY)
    half = hold_readers.halves(db, [person_id]).get(person_id)
    if half is None or half.barred & rooms.keys():
        raise Forbidden(members.SERVER_KEEPS)
    for room in rooms.values():
        vault.rooms.admit(db, room, half)
    trail.record(db, by, Tag.HOLD_SHARED, row.id, person=person_id)
    tell(db, Notice.HOLD, to={person_id} - {by.id})


def release(db: Session, row: Hold, *, why: str, by: Actor, version: int) -> None:
    """What only this hold held can be destroyed again in its time. Custodians are told, and whoever keeps systems."""
    room = enter(db, row, by, Action.RELEASE_HOLD, version)
    row.released_at, row.released_by = utc_now(), by.id
    row.why_released = room.seal(Hold.why_released, row.id, why)
    row.version += 1
    vault.journal.note(db, "hold-released", hold=row.id, by=by.id)
    trail.record(db, by, Tag.HOLD_RELEASED, row.id)
    preservation.lift(db, row)
    readers = vault.readers.of_case(db, row.id)
    tell(db, Notice.HOLD, to={one.holder_id for one in readers if one.kind is HolderKind.PERSON} - {by.id})


def enter(
    db: Session, row: Hold, by: Actor, needs: Action, version: int | None = None, *, room: Compartment = HOLD
) -> Room:
    """The hold locked, judged and open. Hidden for who holds no key, Changed where the page was of an earlier one; a
    hold that was released is only read, or shared with who must know of it."""
    db.flush()
    db.refresh(row, with_for_update=True)
    policy.require(by, needs)
    try:
        opened = vault.rooms.enter(db, members.holder_of(by), row.id, room)
    except NoSeal:
        raise Hidden from None
    if version is not None and version != row.version:
        raise Changed
    if row.released_at is not None and needs is not Action.SEE_HOLDS:
        raise Forbidden(OVER)
    return opened


def end_keys(db: Session, row: Hold, shut: Collection[int], *, by: Actor) -> None:
    """Of the hold, for those whom it is about; what they were told as custodians stays theirs to read."""
    told = set(db.scalars(select(HoldCustodian.person_id).where(HoldCustodian.hold_id == row.id)))
    for person_id in sorted(shut):
        whose = (HolderKind.PERSON, person_id)
        lost = vault.rooms.remove(db, row.id, Compartment.HOLD, *whose)
        if person_id not in told:
            lost |= vault.rooms.remove(db, row.id, Compartment.NOTICE, *whose)
        if lost:
            trail.record(db, by, Tag.WALL_RAISED, row.id, person=person_id, cause="hold")


def end_conflicts(database: Database) -> None:
    """By the clock, with nobody signed in: a wall, a party or a line of the directory came since the key was given.
    Until then they read nothing more by it (`queries.holds`)."""
    with database.reading() as db:
        waiting = [(id_, shut) for id_ in db.scalars(select(Hold.id)) if (shut := hold_readers.wrong(db, id_))]
    for id_, shut in waiting:
        with database.transaction() as db:
            end_keys(db, db.get_one(Hold, id_, with_for_update=True), shut, by=SYSTEM)


def _places(by: Actor) -> bool:
    return bool(policy.judge(by, Action.PLACE_HOLD))


def _add(db: Session, row: Hold, room: Room, of: Of, by: Actor) -> None:
    id_ = new_id()
    db.add(
        HoldScope(
            id=id_,
            hold_id=row.id,
            what=vault.field.seal(db, HoldScope.what, id_, held.written(of.scope), case=row.id),
            shown=room.seal(HoldScope.shown, id_, of.shown) if of.shown else None,
            added_by=by.id,
            added_at=utc_now(),
        )
    )
    db.flush()
    vault.journal.note(db, "hold-scope", hold=row.id, scope=id_)


def _number(db: Session) -> str:
    year = utc_now().year
    for _ in range(200):
        number = f"H-{year}-{secrets.randbelow(1_000_000):06}"
        if db.scalar(select(Hold.id).where(Hold.number == number)) is None:
            return number
    raise RuntimeError("no free number was found for a hold")
