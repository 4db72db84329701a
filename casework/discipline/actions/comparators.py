"""A decision is kept for the ones to come, in its own transaction, until another takes its place or it falls."""

from sqlalchemy.orm import Session

from casework.cases.actions import comparators as kept
from casework.cases.models import Case, Decision
from casework.cases.queries import clocks
from casework.db import utc_now
from casework.discipline.queries import comparators


def decided(db: Session, case: Case, decision: Decision) -> None:
    """To be called where a decision is made, before its own warning is written: it is no history of its own."""
    today = clocks.place(db, case.site_id).day(utc_now())
    record = comparators.record_of(db, case, decision.party_id, decision.outcome, today)
    kept.put(db, case.id, decision.id, record)


def fell(db: Session, decision: Decision) -> None:
    """It was superseded, varied, set aside or taken back: nobody is compared with it any more."""
    kept.take_out(db, [decision.id])
