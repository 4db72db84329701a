"""A warning ends before its day: taken back, or because an agreement says so."""

from sqlalchemy.orm import Session

from casework.access import Action
from casework.audit import Tag, trail
from casework.cases.actions import case as cases
from casework.cases.actions.deciding import EARLY
from casework.cases.lifecycle import IllegalStep, Why
from casework.cases.models import Case, IssuedWarning
from casework.cases.queries import clocks
from casework.db import utc_now
from casework.people import Actor
from casework.settings import N_, Said
from casework.vault import Room


def end_early(db: Session, case: Case, file: Room, row: IssuedWarning, *, by: Actor, why: str) -> None:
    """By somebody who may decide, with why: it leaves the ladder at once."""
    cases.begin(db, case, by, Action.SEE_WARNINGS)
    db.refresh(row, with_for_update=True)
    if row.case_id != case.id or row.ended_on is not None:
        raise IllegalStep("end", [Why("warning", Said(N_("It has ended already.")), "#decisions")])
    row.ended_on, row.ended_by, row.ended_how = clocks.place(db, case.site_id).day(utc_now()), by.id, EARLY
    row.why_ended = file.seal(IssuedWarning.why_ended, row.id, why)
    cases.touch(db, case, by, Tag.WARNING_ENDED, party=row.party_id, warning=row.id)


def looked_at(db: Session, case: Case, *, by: Actor, party_id: int) -> None:
    """Who decides sees what stands from other cases: that they looked is on the trail."""
    cases.begin(db, case, by, Action.SEE_WARNINGS)
    trail.record(db, by, Tag.WARNINGS_READ, case.id, party=party_id)
