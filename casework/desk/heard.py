"""Statements that came back from who was heard, for whoever conducts the interview."""

from typing import Any

from sqlalchemy import and_, or_
from sqlalchemy.orm import Session

from casework.cases.models import Given, Interview, InterviewStatement, Membership
from casework.people import Actor

from .waiting import MOST, READER, Waiting, mine, rows


def _came_back() -> Any:
    statement = InterviewStatement
    theirs = or_(
        Interview.interviewer_id == READER,
        and_(Interview.interviewer_id.is_(None), statement.handed_by == READER),
    )
    query = mine(Given.answered_at, Interview.id).join(statement, statement.case_id == Membership.case_id)
    query = query.join(Interview, Interview.id == statement.interview_id).join(Given, Given.id == statement.given_id)
    query = query.where(statement.settled_at.is_(None), Given.answered_at.is_not(None), theirs)
    return query.order_by(Given.answered_at).limit(MOST)


_CAME_BACK = _came_back()


def came_back(db: Session, actor: Actor) -> list[Waiting]:
    """Answered on their own page and not taken in yet, the oldest first; where nobody conducts it, for who gave it."""
    found = rows(db, actor, _CAME_BACK)
    return [Waiting(case_id, number, "statement", at, item=id_) for case_id, number, at, id_ in found]
