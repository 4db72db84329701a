"""Decisions come into force: warnings are issued by them, and somebody's leaving can be planned."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.audit import Tag, trail
from casework.cases.lifecycle.ladder import NEEDS_BODIES, WARNINGS, expiry
from casework.cases.models import Case, Decision, IssuedWarning, Party
from casework.cases.queries import clocks
from casework.db import new_id, utc_now
from casework.people import Actor

from . import departures

APPEALED, SUPERSEDED, SET_ASIDE, TAKEN_BACK, EARLY = "appealed", "superseded", "set aside", "taken back", "early"
"""What ended a decision or a warning."""


def into_force(db: Session, case: Case, *, by: Actor) -> None:
    """Everything that was decided and does not stand in force yet. What was only proposed stays a proposal."""
    db.flush()
    query = select(Decision).where(Decision.case_id == case.id, Decision.decided_at.is_not(None))
    rows = db.scalars(query.where(Decision.ended_at.is_(None))).all()
    for row in rows:
        if row.in_force_at is None:
            row.in_force_at = utc_now()
            issue(db, case, row, by=by)
    leaving = {row.party_id for row in rows if row.outcome in NEEDS_BODIES and row.party_id}
    departures.after_decision(db, case, leaving, by=by)


def issue(db: Session, case: Case, row: Decision, *, by: Actor) -> IssuedWarning | None:
    """The warning of a decision, where it is one. It is found from another case by the person's line of the directory
    alone: of somebody who was not chosen from it, only here."""
    if row.outcome not in WARNINGS or row.party_id is None:
        return None
    months = row.warning_months or clocks.place(db, case.site_id).policy.warning_months
    id_ = new_id()
    warning = IssuedWarning(
        id=id_,
        case_id=case.id,
        party_id=row.party_id,
        decision_id=row.id,
        level=row.outcome,
        employee_tag=db.scalar(select(Party.employee_tag).where(Party.id == row.party_id)),
        issued_on=row.effective_on,
        expires_on=expiry(row.effective_on, months),
        by=by.id,
        at=utc_now(),
    )
    db.add(warning)
    db.flush()
    trail.record(db, by, Tag.WARNING_ISSUED, case.id, party=row.party_id, warning=id_)
    return warning


def end_warnings(db: Session, case: Case, row: Decision, how: str, on: date, *, by: Actor) -> None:
    """Those of a decision that no longer stands."""
    query = select(IssuedWarning).where(IssuedWarning.decision_id == row.id, IssuedWarning.ended_on.is_(None))
    for warning in db.scalars(query).all():
        warning.ended_on, warning.ended_by, warning.ended_how = on, by.id, how
        trail.record(db, by, Tag.WARNING_ENDED, case.id, party=warning.party_id, warning=warning.id)
    db.flush()
