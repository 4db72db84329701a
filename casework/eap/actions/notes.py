"""A coordinator's own note, which the employee does not read: arrangements, never anything clinical."""

from sqlalchemy.orm import Session

from casework.audit import Tag
from casework.db import new_id, utc_now
from casework.eap.models import Referral, ReferralNote
from casework.people import Actor
from casework.vault import Compartment

from . import writing


def add(db: Session, referral: Referral, text: str, *, by: Actor) -> ReferralNote:
    room = writing.room(db, referral, by, Compartment.REFERRAL)
    id_ = new_id()
    sealed = room.seal(ReferralNote.text, id_, text)
    row = ReferralNote(id=id_, referral_id=referral.id, text=sealed, by=by.id, at=utc_now())
    db.add(row)
    db.flush()
    writing.note(db, by, Tag.REFERRAL_NOTED, referral, note=id_)
    return row
