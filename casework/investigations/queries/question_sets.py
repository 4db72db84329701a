"""Which questions somebody is asked now, by role and kind of case; and how they were before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.investigations import questions
from casework.investigations.models import QuestionSet


@dataclass(frozen=True, slots=True)
class Version:
    """`id` is None for what came with Casework; `by` is 0 then."""

    id: int | None
    number: int
    asked: tuple[str, ...]
    by: int = 0
    at: datetime | None = None
    ended_at: datetime | None = None


def current(db: Session, role: str, kind: str) -> Version:
    """The organisation's own for this kind, what came for this kind, the organisation's for any, what came for any."""
    query = select(QuestionSet).where(
        QuestionSet.role == role, QuestionSet.kind.in_((kind, questions.ANY)), QuestionSet.ended_at.is_(None)
    )
    own = {row.kind: _version(row) for row in db.scalars(query)}
    if kind in own:
        return own[kind]
    came = questions.ready().get((role, kind))
    if came is not None:
        return Version(None, 0, came)
    return own.get(questions.ANY) or Version(None, 0, questions.ready_for(role, questions.ANY))


def versions(db: Session, role: str, kind: str) -> list[Version]:
    """The organisation's own, the latest first."""
    query = select(QuestionSet).where(QuestionSet.role == role, QuestionSet.kind == kind)
    return [_version(row) for row in db.scalars(query.order_by(QuestionSet.version.desc()))]


def every(db: Session) -> dict[tuple[str, str], Version]:
    """Those that are asked now, by role and kind: the organisation's own."""
    query = select(QuestionSet).where(QuestionSet.ended_at.is_(None))
    return {(row.role, row.kind): _version(row) for row in db.scalars(query)}


def named(db: Session, set_id: int | None) -> Version | None:
    """The version that an interview was planned with; None for what came with Casework."""
    row = db.get(QuestionSet, set_id) if set_id is not None else None
    return _version(row) if row is not None else None


def _version(row: QuestionSet) -> Version:
    asked: Sequence[str] = row.body.split("\n")
    return Version(row.id, row.version, tuple(asked), row.by, row.at, row.ended_at)
