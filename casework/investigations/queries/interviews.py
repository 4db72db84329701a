"""Interviews of a case as a reader of its file sees them: the list, one of them whole, and its notes."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from casework import vault
from casework.cases.models import (
    Case,
    Given,
    Interview,
    InterviewAnswer,
    InterviewCorrection,
    InterviewEvent,
    InterviewStatement,
)
from casework.cases.queries.record import Record
from casework.people.models import Person
from casework.vault import Compartment, Unreadable

from . import interview_facts
from .interview_values import Asked, Happened, Mended, Shown, StatementShown

__all__ = ["Asked", "Happened", "Mended", "Shown", "StatementShown", "answers", "arranged", "name_of", "of_case", "one"]

FILE = (Compartment.FILE, 0)
_QUERY = select(InterviewStatement, Given.answered_at).outerjoin(Given, Given.id == InterviewStatement.given_id)
LATE = datetime.max.replace(tzinfo=UTC)
Rooms = Mapping[tuple[Compartment, int], vault.Room]


def of_case(db: Session, shown: Record) -> list[Shown]:
    """Those to come first, by their day; then those that are over, the latest first. Two statements."""
    rows = db.scalars(select(Interview).where(Interview.case_id == shown.case.id)).all()
    given = _given(db, shown.case.id) if rows else {}
    found = [_arranged(shown.rooms, row, statements=given.get(row.id, ())) for row in rows]
    over = [one for one in found if one.row.held_at is not None]
    open_ = [one for one in found if one.row.held_at is None]
    open_.sort(key=lambda one: (one.row.starts_at or LATE, one.row.position))
    over.sort(key=lambda one: (one.row.held_at, one.row.position), reverse=True)
    return [*open_, *over]


def one(db: Session, shown: Record, interview_id: int) -> Shown | None:
    """One of them whole, if it is this case's."""
    row = db.get(Interview, interview_id) if interview_id < 2**63 else None
    if row is None or row.case_id != shown.case.id:
        return None
    case: Case = shown.case
    return _arranged(
        shown.rooms, row, answers=answers(db, shown.rooms, row.id), happened=_happened(db, shown.rooms, row.id),
        statements=_statements(db, shown.rooms, row.id), facts=interview_facts.of(db, case, row),
    )  # fmt: skip


def arranged(db: Session, rooms: Rooms, row: Interview) -> Shown:
    """The same without its questions, by whoever comes with rooms alone."""
    return _arranged(
        rooms, row, happened=_happened(db, rooms, row.id), statements=_statements(db, rooms, row.id)
    )  # fmt: skip


def answers(db: Session, rooms: Rooms, interview_id: int) -> list[Asked]:
    """Questions in their order, with the corrections of their notes."""
    mended: dict[int, list[Mended]] = {}
    mine = select(InterviewCorrection).where(InterviewCorrection.interview_id == interview_id)
    for row in db.scalars(mine.order_by(InterviewCorrection.at, InterviewCorrection.id)):
        mended.setdefault(row.answer_id, []).append(
            Mended(
                _text(rooms, InterviewCorrection.text, row.id, row.text),
                _text(rooms, InterviewCorrection.reason, row.id, row.reason), row.by, row.at,
            )
        )  # fmt: skip
    asked = select(InterviewAnswer).where(InterviewAnswer.interview_id == interview_id)
    return [
        Asked(
            row.id, _text(rooms, InterviewAnswer.question, row.id, row.question), row.added,
            "" if row.notes is None else _text(rooms, InterviewAnswer.notes, row.id, row.notes), row.version,
            row.written_by, row.written_at, tuple(mended.get(row.id, ())),
        )
        for row in db.scalars(asked.order_by(InterviewAnswer.position, InterviewAnswer.id))
    ]  # fmt: skip


def name_of(db: Session, person_id: int | None) -> str:
    """Of the staff; "" where nobody is."""
    return db.scalar(select(Person.name).where(Person.id == person_id)) or ""


def _given(db: Session, case_id: int) -> dict[int, Sequence[StatementShown]]:
    """For the list: what is with them, and whether they answered; no text of it."""
    query = _QUERY.where(InterviewStatement.case_id == case_id, InterviewStatement.settled_at.is_(None))
    return {row.interview_id: (_statement({}, row, answered),) for row, answered in db.execute(query)}


def _statements(db: Session, rooms: Rooms, interview_id: int) -> list[StatementShown]:
    """The newest first."""
    query = _QUERY.where(InterviewStatement.interview_id == interview_id)
    found = db.execute(query.order_by(InterviewStatement.position.desc()))
    return [_statement(rooms, row, answered) for row, answered in found]


def _statement(rooms: Rooms, row: InterviewStatement, answered_at: datetime | None) -> StatementShown:
    def opened(column: str) -> str | None:
        return _text(rooms, getattr(InterviewStatement, column), row.id, getattr(row, column))

    return StatementShown(
        row.id, row.position, opened("text"), row.by, row.at, row.version, row.handed, row.handed_at, row.given_id,
        answered_at, row.result, opened("theirs"), opened("signed_name"), row.signed_at, opened("reason"),
        row.paper_id, row.settled_at, row.settled_by,
    )  # fmt: skip


def _happened(db: Session, rooms: Rooms, interview_id: int) -> list[Happened]:
    return [
        Happened(
            row.id,
            row.kind,
            interview_facts.right_of(row.kind),
            row.to_state,
            _text(rooms, InterviewEvent.words, row.id, row.words),
            row.happened_at,
            row.by,
            row.at,
        )
        for row in interview_facts.events(db, interview_id)
    ]


def _arranged(rooms: Rooms, row: Interview, **more: Any) -> Shown:
    def opened(column: str) -> str | None:
        sealed = getattr(row, column)
        return "" if sealed is None else _text(rooms, getattr(Interview, column), row.id, sealed)

    return Shown(
        row, opened("name"), opened("place"), opened("second"), opened("companion"), opened("interpreter"),
        opened("arranged"), **more,
    )  # fmt: skip


def _text(rooms: Rooms, column: InstrumentedAttribute[Any], id_: int, sealed: bytes | None) -> str | None:
    room = rooms.get(FILE)
    if sealed is None or room is None:
        return None
    try:
        return room.open(column, id_, sealed)
    except Unreadable:
        return None
