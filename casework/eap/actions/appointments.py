"""When somebody is seen, and whether they came: never what was said there, and never why not."""

from datetime import datetime

from sqlalchemy.orm import Session

from casework.audit import Tag
from casework.cases.lifecycle import IllegalStep, Why
from casework.db import new_id, utc_now
from casework.eap.kinds import ATTENDED, MISSED, OUTCOMES, PLANNED
from casework.eap.lifecycle import ACCEPTED, IN_SUPPORT
from casework.eap.models import Appointment, Referral
from casework.eap.needs import FOLLOW_UP, MEETINGS
from casework.eap.queries import stated
from casework.people import Actor
from casework.settings import N_, Said

from . import writing


class NotThere(Exception):
    """No such appointment of this referral."""


def plan(
    db: Session, referral: Referral, *, starts: datetime, way: str, by: Actor, version: int | None = None
) -> Appointment:
    """Once the provider accepted; a follow-up, once the support began. IllegalStep otherwise."""
    if way not in MEETINGS:
        raise ValueError(way)
    writing.lock(db, referral, version)
    writing.room(db, referral, by)
    allowed = (IN_SUPPORT,) if way == FOLLOW_UP else (ACCEPTED, IN_SUPPORT)
    if stated.of(db, referral).state not in allowed:
        raise _refusal(N_("A follow-up comes after the support began.") if way == FOLLOW_UP else NOT_ACCEPTED)
    id_ = new_id()
    row = Appointment(
        id=id_,
        referral_id=referral.id,
        starts=stated.seal(db, Appointment.starts, id_, starts.isoformat(), referral.id),
        way=stated.seal(db, Appointment.way, id_, way, referral.id),
        outcome=stated.seal(db, Appointment.outcome, id_, PLANNED, referral.id),
        by=by.id,
        at=utc_now(),
    )
    db.add(row)
    db.flush()
    writing.touch(db, referral, by, Tag.APPOINTMENT_SET)
    return row


def settle(
    db: Session, referral: Referral, appointment_id: int, outcome: str, *, by: Actor, version: int | None = None
) -> None:
    """What came of it. Before its time it can only be cancelled; what was written down wrong is written down anew."""
    if outcome not in OUTCOMES or outcome == PLANNED:
        raise ValueError(outcome)
    writing.lock(db, referral, version)
    writing.room(db, referral, by)
    row = db.get(Appointment, appointment_id)
    if row is None or row.referral_id != referral.id:
        raise NotThere
    starts = datetime.fromisoformat(stated.open_(db, Appointment.starts, row.id, row.starts, referral.id))
    if outcome in (ATTENDED, MISSED) and starts > utc_now():
        raise _refusal(N_("It is still to come: until then it can only be cancelled."))
    if stated.of(db, referral).state not in (ACCEPTED, IN_SUPPORT):
        raise _refusal(N_("The referral is over: what came of its appointments stays as it is."))
    row.outcome = stated.seal(db, Appointment.outcome, row.id, outcome, referral.id)
    writing.touch(db, referral, by, Tag.APPOINTMENT_SET)


NOT_ACCEPTED = N_("An appointment comes after the provider accepted.")


def _refusal(sentence: str) -> IllegalStep:
    return IllegalStep("appointment", [Why("appointment", Said(sentence), "#appointments")])
