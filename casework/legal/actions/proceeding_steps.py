"""How each verb on a charge or a claim begins and ends, and how its state moves along the table."""

from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.access import Action
from casework.audit import Tag
from casework.cases.actions import case as cases
from casework.cases.actions.case import Changed
from casework.cases.lifecycle.charges import ENDED
from casework.cases.models import Case, Deadline, Proceeding, ProceedingStep
from casework.db import new_id, utc_now
from casework.legal.lifecycle import proceeding as course
from casework.legal.lifecycle.proceeding import Facts
from casework.legal.models import Statement
from casework.people import Actor
from casework.vault import Room


def move(
    db: Session, case: Case, row: Proceeding, file: Room, step: str, *, on: date, by: Actor, reason: str = ""
) -> None:
    """The state that the table says, with the record of it. Judged and locked already."""
    row.state, row.state_since = course.after(step, facts(db, row, reason)), utc_now()
    row.ended_on = on if row.state == ENDED else None
    id_ = new_id()
    db.add(
        ProceedingStep(
            id=id_,
            case_id=case.id,
            proceeding_id=row.id,
            step=step,
            to_state=row.state,
            on=on,
            reason=file.seal(ProceedingStep.reason, id_, reason) if reason else None,
            by=by.id,
            at=utc_now(),
        )
    )
    db.flush()


def facts(db: Session, row: Proceeding, reason: str = "") -> Facts:
    versions = db.scalar(select(func.count(Statement.id)).where(Statement.proceeding_id == row.id))
    left = select(func.count(Deadline.id)).where(Deadline.proceeding_id == row.id, Deadline.ended_at.is_(None))
    return Facts(row.state, versions or 0, db.scalar(left) or 0, bool(reason.strip()))


def begin(db: Session, case: Case, row: Proceeding, by: Actor, version: int | None = None) -> None:
    """The case locked and judged, the row as it is now. Changed where somebody was quicker."""
    cases.begin(db, case, by, Action.KEEP_PROCEEDINGS)
    db.refresh(row, with_for_update=True)
    if version is not None and version != row.version:
        raise Changed([])


def touch(
    db: Session, case: Case, row: Proceeding, by: Actor, tag: Tag, *, step: str | None = None, **ids: int
) -> None:
    """Count the change, keep the case's clocks in step, put it on the trail."""
    row.version += 1
    more: dict[str, Any] = {**ids, "proceeding": row.id, "step": step}
    cases.touch(db, case, by, tag, quiet=True, **more)
