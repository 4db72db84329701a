"""A provider is asked for a referral, and what it answered is written down. Either moves the referral along."""

from sqlalchemy.orm import Session

from casework.audit import Tag
from casework.db import new_id, utc_now
from casework.eap.kinds import ASKED, NO, YES
from casework.eap.models import Placement, Provider, Referral
from casework.eap.queries import stated
from casework.people import Actor

from . import steps, writing


class NotThere(Exception):
    """No such provider, or it helps no more; no such placement, or it is over."""


def ask(db: Session, referral: Referral, provider_id: int, *, by: Actor, version: int | None = None) -> Placement:
    """Choose a provider: the referral goes to it. IllegalStep unless the employee consents and nobody else is asked."""
    writing.lock(db, referral, version)
    writing.room(db, referral, by)
    provider = db.get(Provider, provider_id)
    if provider is None or provider.ended_at is not None:
        raise NotThere
    id_ = new_id()
    row = Placement(
        id=id_,
        referral_id=referral.id,
        provider=stated.seal(db, Placement.provider, id_, str(provider_id), referral.id),
        answer=stated.seal(db, Placement.answer, id_, ASKED, referral.id),
        by=by.id,
        at=utc_now(),
    )
    db.add(row)
    db.flush()
    steps.take(db, referral, "refer", by=by)
    writing.note(db, by, Tag.PLACEMENT_ASKED, referral)
    return row


def answer(
    db: Session, referral: Referral, placement_id: int, *, yes: bool, by: Actor, version: int | None = None
) -> None:
    """The provider has a place, or has none: then another is chosen, and this one's place is free."""
    writing.lock(db, referral, version)
    writing.room(db, referral, by)
    row = db.get(Placement, placement_id)
    if row is None or row.referral_id != referral.id or row.ended_at is not None:
        raise NotThere
    row.answer = stated.seal(db, Placement.answer, row.id, YES if yes else NO, referral.id)
    db.flush()
    steps.take(db, referral, "accept" if yes else "return", by=by)
    writing.note(db, by, Tag.PLACEMENT_ASKED, referral)
