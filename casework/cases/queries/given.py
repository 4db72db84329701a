"""What somebody was given, opened by who has the key of their dialogue; and, without a key, where each stands."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.cases.lifecycle import giving
from casework.cases.models import Given
from casework.vault import Compartment, Room, Unreadable


@dataclass(frozen=True, slots=True)
class Answer:
    """What they said to it. `name`: typed, as a signature."""

    choice: str
    text: str
    name: str
    answers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class GivenShown:
    """`heading` and `text` are None where they are damaged; `answer` also where there is none yet."""

    id: int
    party_id: int
    kind: str
    about_id: int | None
    asks: str
    heading: str | None
    text: str | None
    questions: list[str]
    paper_id: int | None
    given_at: datetime
    by: int
    due_on: date | None
    opened_at: datetime | None
    answered_at: datetime | None
    withdrawn_at: datetime | None
    answer: Answer | None

    def state(self, today: date) -> str:
        return giving.state_of(self, today)

    @property
    def is_open(self) -> bool:
        return giving.is_open(self)


@dataclass(frozen=True, slots=True)
class Count:
    """Of one party, without a key: how much they were given, how much of it waits for them, is late, is answered.
    `way_until`: until when a link and a code open it; `came_at`: when they came by it first."""

    given: int = 0
    waiting: int = 0
    overdue: int = 0
    answered: int = 0
    opened: int = 0
    way_until: datetime | None = None
    came_at: datetime | None = None


def counts(given: Sequence[Any], ways: Sequence[Any], now: datetime) -> dict[int, Count]:
    """By party. `given` and `ways`: the rows of one case."""
    found: dict[int, Count] = {}
    for row in given:
        state = giving.state_of(row, now.date())
        if state == giving.WITHDRAWN:
            continue
        known = found.get(row.party_id, Count())
        found[row.party_id] = replace(
            known,
            given=known.given + 1,
            waiting=known.waiting + giving.is_open(row),
            overdue=known.overdue + (state == giving.OVERDUE),
            answered=known.answered + (state == giving.ANSWERED),
            opened=known.opened + (row.opened_at is not None),
        )
    for way in ways:
        if way.ends_at > now:
            known = found.get(way.party_id, Count())
            found[way.party_id] = replace(known, way_until=way.ends_at, came_at=way.came_at)
    return found


def of_party(db: Session, room: Room, party_id: int) -> list[GivenShown]:
    """All that they were given, what was taken back too; newest first."""
    rows = db.scalars(
        select(Given)
        .where(Given.case_id == room.case_id, Given.party_id == party_id)
        .order_by(Given.given_at.desc(), Given.id)
    )
    return [shown(room, row) for row in rows]


def answered(db: Session, room: Room, kind: str, about_id: int | None = None) -> list[GivenShown]:
    """What the person of this dialogue has answered, of one kind and about one thing; oldest first."""
    query = select(Given).where(
        Given.case_id == room.case_id, Given.party_id == room.subject, Given.kind == kind,
        Given.answered_at.is_not(None),
    )  # fmt: skip
    if about_id is not None:
        query = query.where(Given.about_id == about_id)
    return [shown(room, row) for row in db.scalars(query.order_by(Given.answered_at, Given.id))]


def texts(db: Session, case_id: int, rooms: Mapping[tuple[Compartment, int], Room]) -> Iterator[tuple[int, str, date]]:
    """Id, words and day of what was given in dialogues that the reader opens, with what was said to it."""
    for row in db.scalars(select(Given).where(Given.case_id == case_id).order_by(Given.given_at, Given.id)):
        if (room := rooms.get((Compartment.DIALOGUE, row.party_id))) is not None:
            one = shown(room, row)
            said = (one.answer.text, one.answer.name, *one.answer.answers.values()) if one.answer else ()
            yield row.id, "\n".join(filter(None, (one.heading, one.text, *one.questions, *said))), row.given_at.date()


def shown(room: Room, row: Any) -> GivenShown:
    """`row`: the entity, or a line of `Rows`."""
    said = _text(room, row, "answer")
    return GivenShown(
        row.id, row.party_id, row.kind, row.about_id, row.asks, _text(room, row, "heading"),
        _text(room, row, "text") if row.text is not None else "", json.loads(_text(room, row, "questions") or "[]"),
        row.paper_id, row.given_at, row.by, row.due_on, row.opened_at, row.answered_at, row.withdrawn_at,
        Answer(**json.loads(said)) if said else None,
    )  # fmt: skip


def _text(room: Room, row: Any, name: str) -> str | None:
    sealed = getattr(row, name)
    try:
        return room.open(getattr(Given, name), row.id, sealed) if sealed is not None else None
    except Unreadable:
        return None
