"""What is said between the employee and the coordinators; and what a referrer adds, which they never read back."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from casework import vault
from casework.audit import Tag
from casework.db import new_id, utc_now
from casework.eap.models import Referral, ReferralParty, SupportMessage
from casework.mail import Notice
from casework.people import Actor, ActorKind
from casework.vault import Compartment

from . import writing


def write(db: Session, referral: Referral, text: str, *, by: Actor) -> SupportMessage:
    """A coordinator writes to the employee. To whom it is who have no receipt yet it waits here."""
    room = writing.room(db, referral, by)
    id_ = new_id()
    return _put(db, referral, id_, room.seal(SupportMessage.text, id_, text), by, of=0)


def answer(db: Session, text: str, *, by: Actor) -> SupportMessage:
    """The employee writes, with their receipt."""
    party, referral = writing.own_employee(db, by)
    room = writing.room(db, referral, by)
    id_ = new_id()
    row = _put(db, referral, id_, room.seal(SupportMessage.text, id_, text), by, of=party.id)
    writing.tell_holders(db, referral, Notice.SUPPORT)
    return row


def add(db: Session, party: ReferralParty, text: str) -> SupportMessage:
    """Who referred them adds something, with or without an account: put in through the drop box."""
    referral, by = db.get_one(Referral, party.referral_id), Actor(ActorKind.REPORTER, party.id)
    id_ = new_id()
    sealed = vault.rooms.drop(db, referral.id, Compartment.SUPPORT, 0, SupportMessage.text, id_, text)
    row = _put(db, referral, id_, sealed, by, of=party.id)
    writing.tell_holders(db, referral, Notice.SUPPORT)
    return row


def seen(db: Session, referral_id: int, *, by: Actor, now: datetime | None = None) -> None:
    """What the other side wrote is read now."""
    theirs = SupportMessage.of != 0 if by.kind is ActorKind.PERSON else SupportMessage.of == 0
    db.execute(
        update(SupportMessage)
        .where(SupportMessage.referral_id == referral_id, theirs, SupportMessage.read_at.is_(None))
        .values(read_at=now or utc_now())
        .execution_options(synchronize_session="fetch")
    )


def _put(db: Session, referral: Referral, id_: int, sealed: bytes, by: Actor, *, of: int) -> SupportMessage:
    row = SupportMessage(
        id=id_,
        referral_id=referral.id,
        of=of,
        by=by.id if by.kind is ActorKind.PERSON else 0,
        text=sealed,
        at=utc_now(),
    )
    db.add(row)
    db.flush()
    writing.note(db, by, Tag.REFERRAL_MESSAGE, referral)
    return row
