"""Support is offered to somebody on the case. Whether they take it up is no business of the case, and never on it."""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from casework.access import Action
from casework.audit import Tag
from casework.cases.models import Case, Party, SupportOffer
from casework.cases.queries import clocks
from casework.db import new_id, utc_now
from casework.people import Actor

from . import case as cases


def offer(db: Session, case: Case, party_id: int, *, by: Actor) -> None:
    """Write down that it was offered today; a second time on one day changes nothing. LookupError where nobody of that
    number is part of the case."""
    cases.begin(db, case, by, Action.WORK_CASE)
    party = db.get(Party, party_id)
    if party is None or party.case_id != case.id or party.ended_at is not None:
        raise LookupError("nobody of that number is part of the case")
    now = utc_now()
    today = clocks.place(db, case.site_id).day(now)
    same = exists().where(SupportOffer.party_id == party_id, SupportOffer.offered_on == today)
    if db.scalar(select(same)):
        return
    db.add(SupportOffer(id=new_id(), case_id=case.id, party_id=party_id, offered_on=today, by=by.id, at=now))
    cases.touch(db, case, by, Tag.SUPPORT_OFFERED, party=party_id)
