"""Who is told to keep what they have: colleagues by their account, others by hand; and that they have understood."""

from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from casework import vault
from casework.access import Action, Forbidden, Hidden, policy
from casework.audit import Tag, trail
from casework.cases.actions import members
from casework.cases.models import Hold
from casework.clocks import Calendar
from casework.db import Database, new_id, utc_now
from casework.legal.models import HoldCustodian
from casework.legal.queries import hold_readers
from casework.mail import Notice, office_of, tell
from casework.people import Actor
from casework.settings import N_
from casework.vault import Compartment, NoSeal, Room

AFTER = 3
"""Business days without an acknowledgement, then they are told again; and after as many more again."""
NOON = time(12)
"""Of a day that is typed nobody knows the hour: the middle of it is that day almost everywhere."""
UNABLE = N_("They cannot be sent the notice here: they are not admitted, or are suspended. Tell them by hand.")
ONCE = N_("They were told already.")


def tell_staff(db: Session, row: Hold, person_id: int, *, by: Actor) -> HoldCustodian:
    """The notice is sealed to them too, and waits on a page of theirs. The hold is locked."""
    half = hold_readers.halves(db, [person_id], Compartment.NOTICE).get(person_id)
    if half is None:
        raise Forbidden(UNABLE)
    if db.scalar(_of(row).where(HoldCustodian.person_id == person_id)) is not None:
        raise Forbidden(ONCE)
    vault.rooms.admit(db, _notice(db, row, by), half)
    return add(db, row, HoldCustodian(id=new_id(), person_id=person_id), by=by)


def tell_by_hand(db: Session, row: Hold, room: Room, *, name: str, how: str, by: Actor) -> HoldCustodian:
    """Somebody without an account was told, in another way."""
    id_ = new_id()
    one = HoldCustodian(
        id=id_, name=room.seal(HoldCustodian.name, id_, name), how=room.seal(HoldCustodian.how, id_, how)
    )
    return add(db, row, one, by=by)


def acknowledge(db: Session, row: Hold, *, by: Actor) -> None:
    """By the custodian themself, who holds the notice. A second time changes nothing."""
    policy.require(by, Action.ACKNOWLEDGE_HOLD)
    one = db.scalar(_of(row).where(HoldCustodian.person_id == by.id).with_for_update())
    if one is None:
        raise Hidden
    _notice(db, row, by)
    if one.acknowledged_at is None:
        one.acknowledged_at = utc_now()
        trail.record(db, by, Tag.HOLD_ACKNOWLEDGED, row.id, custodian=one.id)


def record(db: Session, row: Hold, room: Room, one: HoldCustodian, *, how: str, on: date, by: Actor) -> None:
    """What somebody without an account said, or signed: how, and when."""
    if one.hold_id != row.id or one.person_id is not None:
        raise Hidden
    if one.acknowledged_at is not None:
        return
    before = room.open(HoldCustodian.how, one.id, one.how) if one.how else ""
    one.how = room.seal(HoldCustodian.how, one.id, f"{before}\n{how}".strip())
    one.acknowledged_at, one.recorded_by = datetime.combine(on, NOON, UTC), by.id
    row.version += 1
    trail.record(db, by, Tag.HOLD_ACKNOWLEDGED, row.id, custodian=one.id)


def send_again(db: Session, row: Hold, one: HoldCustodian, *, by: Actor) -> None:
    """To somebody who has not acknowledged it, or has another key than when it was sent."""
    if one.hold_id != row.id or one.person_id is None:
        raise Hidden
    half = hold_readers.halves(db, [one.person_id], Compartment.NOTICE).get(one.person_id)
    if half is None:
        raise Forbidden(UNABLE)
    vault.rooms.admit(db, _notice(db, row, by), half)
    one.reminded_at = utc_now()
    trail.record(db, by, Tag.HOLD_NOTICE_SENT, row.id, person=one.person_id)
    tell(db, Notice.HOLD, to=[one.person_id])


def remind(database: Database, now: datetime) -> int:
    """By the clock: each who has not acknowledged for some days. How many were told."""
    with database.reading() as db:
        due = _due(db, now) if office_of(db) is not None else []
    told = 0
    for id_ in due:
        with database.transaction() as db:
            one = db.get(HoldCustodian, id_, with_for_update=True)
            if one is not None and one.acknowledged_at is None and _is_due(one, now):
                one.reminded_at = now
                told += tell(db, Notice.HOLD, to=[one.person_id] if one.person_id else [])
    return told


def _due(db: Session, now: datetime) -> list[int]:
    waiting = select(HoldCustodian).join(Hold, Hold.id == HoldCustodian.hold_id).where(
        Hold.released_at.is_(None), HoldCustodian.person_id.is_not(None), HoldCustodian.acknowledged_at.is_(None),
        HoldCustodian.told_at <= now - timedelta(days=AFTER),
    )  # fmt: skip
    return [one.id for one in db.scalars(waiting) if _is_due(one, now)]


def _is_due(one: HoldCustodian, now: datetime) -> bool:
    last, calendar = (one.reminded_at or one.told_at).date(), Calendar()
    days = sum(calendar.works(last + timedelta(days=n)) for n in range(1, (now.date() - last).days + 1))
    return days >= AFTER


def _of(row: Hold) -> Select[HoldCustodian]:
    return select(HoldCustodian).where(HoldCustodian.hold_id == row.id)


def _notice(db: Session, row: Hold, by: Actor) -> Room:
    try:
        return vault.rooms.enter(db, members.holder_of(by), row.id, Compartment.NOTICE)
    except NoSeal:
        raise Hidden from None


def add(db: Session, row: Hold, one: HoldCustodian, *, by: Actor) -> HoldCustodian:
    """The row of somebody who holds the notice, or is told of it by hand."""
    one.hold_id, one.added_by, one.told_at = row.id, by.id, utc_now()
    db.add(one)
    db.flush()
    row.version += 1
    trail.record(db, by, Tag.HOLD_NOTICE_SENT, row.id, custodian=one.id, person=one.person_id)
    if one.person_id:
        tell(db, Notice.HOLD, to=[one.person_id])
    return one
