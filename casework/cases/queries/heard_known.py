"""What was said in interviews, in words: to be searched for a person, and for a case file that leaves the house."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import InstrumentedAttribute

from casework.cases.models import (
    Interview,
    InterviewAnswer,
    InterviewCorrection,
    InterviewEvent,
    InterviewStatement,
)
from casework.settings import N_
from casework.vault import Compartment, Room, Unreadable

from .rows import Rows

MODELS = (Interview, InterviewAnswer, InterviewCorrection, InterviewEvent, InterviewStatement)
HEARD, NOTES, CORRECTED = N_("An interview"), N_("Notes of an interview"), N_("A correction of notes")
RECORD, STATEMENT = N_("Of record in an interview"), N_("A statement")
LABELS = {
    Interview: HEARD, InterviewAnswer: NOTES, InterviewCorrection: CORRECTED, InterviewEvent: RECORD,
    InterviewStatement: STATEMENT,
}  # fmt: skip
COLUMNS: Mapping[Any, tuple[InstrumentedAttribute[Any], ...]] = {
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
"""Everything of these tables that is sealed, in the order in which it is read."""


@dataclass(frozen=True, slots=True)
class Known:
    """`label`: to be translated. `position` and `party_id`: of the interview that it belongs to."""

    ref: str
    label: str
    position: int
    party_id: int | None
    at: datetime
    text: str = field(repr=False)


def of(rows: Rows, rooms: Mapping[tuple[Compartment, int], Room]) -> list[Known]:
    """Interview by interview, in the order in which it came to be; nothing to who does not read the file. A question
    under which nothing was noted says nothing."""
    room = rooms.get((Compartment.FILE, 0))
    if room is None:
        return []
    rows.look(*MODELS)
    whose = {row.id: row for row in rows.of(Interview)}
    found = [_known(whose, model, row, room) for model in COLUMNS for row in rows.of(model) if _says(model, row)]
    order = {row.id: row.position for model in (InterviewAnswer,) for row in rows.of(model)}
    return sorted(found, key=lambda one: (one.position, one.at, order.get(int(one.ref.rpartition("-")[2]), 0)))


def _says(model: Any, row: Any) -> bool:
    if model is InterviewAnswer:
        return row.notes is not None
    return model is not InterviewEvent or row.words is not None


def _known(whose: Mapping[int, Any], model: Any, row: Any, room: Room) -> Known:
    interview = row if model is Interview else whose[row.interview_id]
    at = {
        Interview: interview.planned_at, InterviewAnswer: interview.begun_at or interview.planned_at,
    }.get(model) or row.at  # fmt: skip
    text = "\n\n".join(_texts(model, row, room))
    return Known(
        f"{model.__tablename__}-{row.id}", LABELS[model], interview.position, interview.party_id, at, text
    )  # fmt: skip


def _texts(model: Any, row: Any, room: Room) -> Iterator[str]:
    for column in COLUMNS[model]:
        sealed = getattr(row, column.key)
        if sealed is None:
            continue
        try:
            yield room.open(column, row.id, sealed)
        except Unreadable:
            continue
