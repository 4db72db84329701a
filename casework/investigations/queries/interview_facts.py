"""What the guards of an interview look at, from its rows; nothing of it needs a key."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.cases.models import Case, Interview, InterviewAnswer, InterviewEvent, InterviewStatement
from casework.cases.queries import clocks, direction
from casework.db import utc_now
from casework.investigations.lifecycle import rights
from casework.investigations.lifecycle.interview import Facts

RIGHT = "right "
"""Before the kind of an event that says what became of a wish for a representative."""


def of(db: Session, case: Case, row: Interview, *, reason: bool = True) -> Facts:
    here = InterviewAnswer.interview_id == row.id
    counts = select(func.count(InterviewAnswer.id), func.count(InterviewAnswer.notes)).where(here)
    asked, noted = db.execute(counts).one()
    draft = select(InterviewStatement.id).where(
        InterviewStatement.interview_id == row.id, InterviewStatement.settled_at.is_(None)
    )
    return Facts(
        state=row.state,
        has_day=row.starts_at is not None,
        has_questions=asked > 0,
        warning=directed(db, case),
        warned=row.warned_at is not None,
        right=standing(events(db, row.id)),
        noted=noted > 0,
        written=db.scalar(draft.limit(1)) is not None,
        reason=reason,
    )


def directed(db: Session, case: Case) -> bool:
    """Does counsel direct the case today?"""
    return bool(direction.legend(db, case.id, clocks.place(db, case.site_id).day(utc_now())))


def events(db: Session, interview_id: int) -> list[InterviewEvent]:
    """As they were written down: what became of a wish follows from that order."""
    query = select(InterviewEvent).where(InterviewEvent.interview_id == interview_id)
    return list(db.scalars(query.order_by(InterviewEvent.at, InterviewEvent.id)))


def standing(found: Iterable[Any]) -> str:
    """Where a wish for a representative stands."""
    return rights.standing(right for one in found if (right := right_of(one.kind)))


def right_of(kind: str) -> str:
    """What became of a wish for a representative, where an event is about one."""
    return kind.removeprefix(RIGHT) if kind.startswith(RIGHT) else ""
