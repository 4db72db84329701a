"""Checks after the end, as a page says them: whom, when, where each stands; what was said, to who reads it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from casework.cases.models import Aftercare, Given
from casework.cases.queries import clocks, facts, given
from casework.cases.queries.record import Record
from casework.cases.queries.rows import Rows
from casework.db import utc_now
from casework.vault import Compartment, Room, Unreadable


@dataclass(frozen=True, slots=True)
class CheckShown:
    """`answers`: None where nothing was said yet, or the reader holds no key to their dialogue. `why`: given up."""

    id: int
    party_id: int
    day: int
    due_on: date
    state: str
    asked_at: datetime | None
    ended_by: int | None
    answers: Mapping[str, str] | None
    why: str | None
    led_to: int | None
    reads: bool


def of_case(db: Session, shown: Record) -> Sequence[CheckShown]:
    """In the order of their days."""
    rows, where = Rows(db, shown.case.id), clocks.place(db, shown.case.site_id)
    asked = {row.id: row for row in rows.of(Given)}
    file = shown.rooms.get((Compartment.FILE, 0))
    found = []
    for row, state in facts.checks(rows, where, where.day(utc_now())):
        room = shown.rooms.get((Compartment.DIALOGUE, row.party_id))
        why = _text(file, row) if row.why is not None else None
        found.append(
            CheckShown(
                row.id, row.party_id, row.day, row.due_on, state, row.asked_at, row.ended_by,
                _answers(room, row, asked.get(row.given_id)), why, row.led_to, room is not None,
            )
        )  # fmt: skip
    return found


def texts(db: Session, shown: Record) -> Iterator[tuple[int, str, date]]:
    """What was written down of a talk, and why one was given up; what they wrote lies with what they were given."""
    for one in of_case(db, shown):
        said = [f"{question}\n{words}" for question, words in (one.answers or {}).items()] if one.ended_by else []
        if words := "\n\n".join([*said, *([one.why] if one.why else [])]):
            yield one.id, words, one.due_on


def _answers(room: Room | None, row: Aftercare, asked: Given | None) -> Mapping[str, str] | None:
    if room is None:
        return None
    if row.answer is not None:
        try:
            said: dict[str, str] = json.loads(room.open(Aftercare.answer, row.id, row.answer))
        except Unreadable:
            return {}
        return said
    answer = given.shown(room, asked).answer if asked is not None and asked.answered_at is not None else None
    return None if answer is None else {**answer.answers, **({"": answer.text} if answer.text else {})}


def _text(file: Room | None, row: Aftercare) -> str | None:
    try:
        return file.open(Aftercare.why, row.id, row.why) if file is not None and row.why is not None else None
    except Unreadable:
        return None
