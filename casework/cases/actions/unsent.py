"""News of a case that waits to be mailed to somebody whom the case is closed to: it is not sent, where it can have come
from nowhere else. No mail names a case; but that one comes just after, and leads to nothing, would say something."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import Session, aliased

from casework.cases.models import Case, Membership, Message
from casework.mail import Notice, outbox
from casework.mail.models import Outbox

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
    told = _TOLD[Notice(row.notice)]
    theirs = select(Membership.case_id).where(
        Membership.person_id == row.person_id, Membership.active, told(row.queued_at)
    )
    return set(db.scalars(theirs)) == {case_id}


def _joined(at: datetime) -> ColumnElement[bool]:
    return Membership.since >= at - TOGETHER


def _written(at: datetime) -> ColumnElement[bool]:
    said = aliased(Message)
    return exists().where(said.case_id == Membership.case_id, said.from_party, said.at >= at - TOGETHER)


def _due(at: datetime) -> ColumnElement[bool]:
    return and_(Membership.is_open, Membership.due_on <= at.date() + timedelta(days=4))


_TOLD = {Notice.NEW_CASE: _joined, Notice.SHARED: _joined, Notice.MESSAGE: _written, Notice.DEADLINE: _due}
