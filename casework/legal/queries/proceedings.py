"""Charges and claims of a case as a reader of its file sees them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from casework import vault
from casework.cases.lifecycle.workflow import Next
from casework.cases.models import Deadline, Proceeding, ProceedingStep
from casework.cases.queries.record import Record
from casework.legal.lifecycle.proceeding import WORKFLOW, Facts
from casework.legal.models import Determination, Settlement, Statement
from casework.vault import Compartment, Unreadable

FILE, PRIVILEGED = (Compartment.FILE, 0), (Compartment.PRIVILEGED, 0)
HUNG: tuple[Any, ...] = (Deadline, Statement, Determination, Settlement, ProceedingStep)
"""What hangs on a charge or a claim."""
Rooms = Mapping[tuple[Compartment, int], vault.Room]


@dataclass(frozen=True, slots=True)
class Day:
    """`what`: a rule's name, or as it was typed; None where it is damaged. `moved`: the days that it was before, with
    why each went."""

    id: int
    what: str | None
    on: date
    source: str
    moved: Sequence[tuple[date, str | None]]
    by: int
    ended_at: datetime | None
    how: str


@dataclass(frozen=True, slots=True)
class Version:
    """One version of the statement, `position` counted among those that the reader may know of. `text` is None where it
    is damaged, or privileged and submitted."""

    id: int
    position: int
    room: str
    text: str | None
    by: int
    at: datetime
    submitted_on: date | None
    how: str | None
    paper_id: int | None


@dataclass(frozen=True, slots=True)
class Ended:
    """A determination or a settlement. `text` is None where it does not open: of terms, for who holds no key."""

    id: int
    result: str
    text: str | None
    on: date
    paper_id: int | None
    by: int


@dataclass(frozen=True, slots=True)
class Shown:
    row: Proceeding
    agency: str | None
    number: str | None
    parties: str | None
    bases: tuple[str, ...]
    days: Sequence[Day]
    versions: Sequence[Version]
    determinations: Sequence[Ended]
    settlements: Sequence[Ended]
    steps: Sequence[tuple[ProceedingStep, str | None]]

    @property
    def can(self) -> list[Next[Facts]]:
        """What can come next; forms bring reasons with them."""
        left = sum(one.ended_at is None for one in self.days)
        return WORKFLOW.next_steps(Facts(self.row.state, len(self.versions), left, reason=True))


def of_case(db: Session, shown: Record) -> list[Shown]:
    """All of a case, those that go on first: seven statements however many there are."""
    case_id, rooms = shown.case.id, shown.rooms
    rows = db.scalars(select(Proceeding).where(Proceeding.case_id == case_id).order_by(Proceeding.opened_at)).all()
    if not rows:
        return []
    found: dict[Any, Sequence[Any]] = {
        model: db.scalars(select(model).where(model.case_id == case_id)).all() for model in HUNG
    }
    made = [_one(db, row, rooms, {m: [o for o in all_ if o.proceeding_id == row.id] for m, all_ in found.items()})
            for row in rows]  # fmt: skip
    return sorted(made, key=lambda one: one.row.ended_on is not None)


def draft(db: Session, shown: Record, statement_id: int) -> tuple[int, str] | None:
    """Number and words of a version that lies in the file: what can be shown to whoever reads the file."""
    one = db.get(Statement, statement_id)
    if one is None or one.case_id != shown.case.id or one.room != Compartment.FILE.value:
        return None
    text = _text(shown.rooms, Statement.text, one.id, one.text)
    return (one.position, text) if text else None


def _one(db: Session, row: Proceeding, rooms: Rooms, hung: Mapping[Any, list[Any]]) -> Shown:
    return Shown(
        row=row,
        agency=_server(db, Proceeding.agency, row.id, row.agency, row.case_id),
        number=_text(rooms, Proceeding.number, row.id, row.number),
        parties=_text(rooms, Proceeding.parties, row.id, row.parties),
        bases=tuple(json.loads(_server(db, Proceeding.bases, row.id, row.bases, row.case_id) or "[]")),
        days=_days(rooms, hung[Deadline]),
        versions=[
            Version(
                one.id, n, one.room, _text(rooms, Statement.text, one.id, one.text, _room(one.room)), one.by,
                one.at, one.submitted_on, _text(rooms, Statement.how, one.id, one.how), one.paper_id,
            )
            for n, one in reversed(list(enumerate(_readable(rooms, hung[Statement]), 1)))
        ],
        determinations=[
            Ended(
                one.id, _server(db, Determination.result, one.id, one.result, row.case_id) or "",
                _text(rooms, Determination.text, one.id, one.text), one.on, one.paper_id, one.by,
            )
            for one in sorted(hung[Determination], key=lambda one: one.at)
        ],
        settlements=[
            Ended(
                one.id, "settled", _text(rooms, Settlement.terms, one.id, one.terms, PRIVILEGED), one.on, None, one.by
            )
            for one in sorted(hung[Settlement], key=lambda one: one.at)
        ],
        steps=[
            (one, _text(rooms, ProceedingStep.reason, one.id, one.reason))
            for one in sorted(hung[ProceedingStep], key=lambda one: one.at)
        ],
    )  # fmt: skip


def _readable(rooms: Rooms, rows: Sequence[Statement]) -> list[Statement]:
    """Of those in a room that the reader has no key of nothing is said, not even a gap in the numbers; but one that
    went out is known to have gone."""
    known = [one for one in rows if _room(one.room) in rooms or one.submitted_on is not None]
    return sorted(known, key=lambda one: one.position)


def _days(rooms: Rooms, rows: Sequence[Deadline]) -> list[Day]:
    by_id = {one.id: one for one in rows}
    replaced = {one.replaces_id for one in rows}
    found = [
        Day(
            one.id, one.rule or _text(rooms, Deadline.what, one.id, one.what), one.due_on, one.source,
            tuple(_before(rooms, one, by_id)), one.by, one.ended_at, one.how,
        )
        for one in rows
        if one.id not in replaced
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.ended_at is not None, one.on))


def _before(rooms: Rooms, one: Deadline, by_id: Mapping[int, Deadline]) -> Any:
    while one.replaces_id is not None and one.replaces_id in by_id:
        earlier = by_id[one.replaces_id]
        yield earlier.due_on, _text(rooms, Deadline.reason, one.id, one.reason)
        one = earlier


def _room(name: str) -> tuple[Compartment, int]:
    return PRIVILEGED if name == Compartment.PRIVILEGED.value else FILE


def _text(
    rooms: Rooms, column: InstrumentedAttribute[Any], row_id: int, sealed: bytes | None,
    key: tuple[Compartment, int] = FILE,
) -> str | None:  # fmt: skip
    if sealed is None:
        return ""
    try:
        return rooms[key].open(column, row_id, sealed) if key in rooms else None
    except Unreadable:
        return None


def _server(db: Session, column: InstrumentedAttribute[Any], row_id: int, sealed: bytes, case_id: int) -> str | None:
    try:
        return vault.field.open_(db, column, row_id, sealed, case=case_id)
    except Unreadable:
        return None
