"""What was said in interviews, in words: to be searched for a person, and for a case file that leaves the house."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from casework.cases.models import (
    Interview,
    InterviewAnswer,
    InterviewCorrection,
    InterviewEvent,
    InterviewStatement,
)
from casework.settings import N_
from casework.vault import Room

from . import written_down
from .record.opening import Key
from .rows import Rows
from .written_down import Around, Columns, Known

HEARD, NOTES, CORRECTED = N_("An interview"), N_("Notes of an interview"), N_("A correction of notes")
RECORD, STATEMENT = N_("Of record in an interview"), N_("A statement")
LABELS = {
    Interview: HEARD, InterviewAnswer: NOTES, InterviewCorrection: CORRECTED, InterviewEvent: RECORD,
    InterviewStatement: STATEMENT,
}  # fmt: skip
COLUMNS: Columns = {
    Interview: (
        Interview.name, Interview.place, Interview.second, Interview.companion, Interview.interpreter,
        Interview.arranged,
    ),
    InterviewAnswer: (InterviewAnswer.question, InterviewAnswer.notes),
    InterviewCorrection: (InterviewCorrection.text, InterviewCorrection.reason),
    InterviewEvent: (InterviewEvent.words,),
    InterviewStatement: (
        InterviewStatement.text, InterviewStatement.theirs, InterviewStatement.signed_name, InterviewStatement.reason,
    ),
}  # fmt: skip


def of(rows: Rows, rooms: Mapping[Key, Room]) -> list[Known]:
    """Interview by interview, in the order in which it came to be."""
    found = written_down.of(rows, rooms, COLUMNS, _around)
    order = (
        {f"{InterviewAnswer.__tablename__}-{row.id}": row.position for row in rows.of(InterviewAnswer)} if found else {}
    )
    return sorted(found, key=lambda one: (one.number, one.at, order.get(one.ref, 0)))


def _around(rows: Rows, model: Any, row: Any) -> Around | None:
    if not _says(model, row):
        return None
    of = row.id if model is Interview else row.interview_id
    interview = next(one for one in rows.of(Interview) if one.id == of)
    return Around(LABELS[model], _at(model, row, interview), interview.party_id, number=interview.position)


def _says(model: Any, row: Any) -> bool:
    """A question under which nothing was noted says nothing."""
    if model is InterviewAnswer:
        return row.notes is not None
    return model is not InterviewEvent or row.words is not None


def _at(model: Any, row: Any, interview: Any) -> datetime:
    at = {Interview: interview.planned_at, InterviewAnswer: interview.begun_at or interview.planned_at}.get(model)
    found: datetime = at or row.at
    return found
