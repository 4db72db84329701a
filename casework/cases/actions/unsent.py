"""News of a case that waits to be mailed to somebody whom the case is closed to: it is not sent, where it can have come
from nowhere else. No mail names a case; but that one comes just after, and leads to nothing, would say something."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import Session, aliased

from casework.cases.models import Case, Membership, Message, Review
from casework.mail import Notice, outbox
from casework.mail.models import Outbox

Cases = Select[int]
TOGETHER = timedelta(seconds=5)
"""A mail is put into the outbox by what it tells of, moments before or after."""


def take_back(db: Session, case: Case, people: Collection[int]) -> int:
    """Before their membership ends. How many mails went."""
    waiting = select(Outbox.id, Outbox.person_id, Outbox.notice, Outbox.queued_at).where(
        Outbox.person_id.in_(people), Outbox.notice.in_([notice.value for notice in _TOLD]), outbox.WAITS
    )
    gone = [row.id for row in db.execute(waiting) if _is_of(db, case.id, row)]
    return outbox.drop(db, gone)


def _is_of(db: Session, case_id: int, row: Any) -> bool:
    """It came from this case, and from no other of theirs."""
    return set(db.scalars(_TOLD[Notice(row.notice)](row.person_id, row.queued_at))) == {case_id}


def _theirs(person_id: int, *which: ColumnElement[bool]) -> Cases:
    return select(Membership.case_id).where(Membership.person_id == person_id, Membership.active, *which)


def _joined(person_id: int, at: datetime) -> Cases:
    return _theirs(person_id, Membership.since >= at - TOGETHER)


def _written(person_id: int, at: datetime) -> Cases:
    said = aliased(Message)
    new = exists().where(said.case_id == Membership.case_id, said.from_party, said.at >= at - TOGETHER)
    return _theirs(person_id, new)


def _due(person_id: int, at: datetime) -> Cases:
    return _theirs(person_id, Membership.is_open.is_(True), Membership.due_on <= at.date() + timedelta(days=4))


def _asked(person_id: int, at: datetime) -> Cases:
    return select(Review.case_id).where(Review.counsel_id == person_id, Review.put_at >= at - TOGETHER)


def _answered(person_id: int, at: datetime) -> Cases:
    return select(Review.case_id).where(Review.asked_by == person_id, Review.decided_at >= at - TOGETHER)


_TOLD: dict[Notice, Callable[[int, datetime], Cases]] = {
    Notice.NEW_CASE: _joined,
    Notice.SHARED: _joined,
    Notice.MESSAGE: _written,
    Notice.DEADLINE: _due,
    Notice.REVIEW_ASKED: _asked,
    Notice.REVIEW_ANSWERED: _answered,
}
"""From which cases of theirs such news can have come."""
