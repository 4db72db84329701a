"""The chronology of a case, opened, in the order of its days; and what of the case could be taken into it."""

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from casework.cases.models import Particular
from casework.cases.queries.record import Record
from casework.cases.queries.record.opening import Opening
from casework.cases.queries.rows import Rows
from casework.legal.models import ChronologyRow
from casework.vault import Compartment

STEP, NOTE, PAPER, PARTICULAR = "step", "note", "paper", "particular"


class Shown(NamedTuple):
    """`event` is None where it does not open. `until`: the same day, where it was one day."""

    id: int
    since: date
    until: date
    event: str | None
    source: str
    position: int
    by: int
    version: int


class Source(NamedTuple):
    """Something on the case that is not in the chronology yet. `name`: which particular it is."""

    kind: str
    id: int
    at: datetime
    words: str
    name: str = ""


def of(db: Session, shown: Record) -> list[Shown]:
    """Earliest first; what fell on one day as its writers ordered it. To who reads the file."""
    opening = Opening(db, Rows(db, shown.case.id), shown.rooms)
    found = []
    for row in opening.rows.of(ChronologyRow):
        days = opening.text(ChronologyRow.days, row.id, row.days)
        since, until = days_of(days) if days else (date.min, date.min)
        event = opening.text(ChronologyRow.event, row.id, row.event)
        source = opening.text(ChronologyRow.source, row.id, row.source) or ""
        found.append(Shown(row.id, since, until, event, source, row.position, row.by, row.version))
    return sorted(found, key=lambda row: (row.since, row.position, row.until, row.id))


def spelled(since: date, until: date | None) -> str:
    """As the row keeps it."""
    return since.isoformat() if until is None or until == since else f"{since.isoformat()}/{until.isoformat()}"


def days_of(text: str) -> tuple[date, date]:
    first, _, last = text.partition("/")
    since = date.fromisoformat(first)
    return since, date.fromisoformat(last) if last else since


def sources(db: Session, shown: Record) -> list[Source]:
    """Only what lies in the file: what is known from another room is not made known to all of the file by this."""
    rows, said = Rows(db, shown.case.id), dict(shown.particulars)
    taken = {(row.taken_from, row.source_id) for row in rows.of(ChronologyRow)}
    found = [
        Source(PARTICULAR, row.id, shown.case.received_at, said[row.name] or "", row.name)
        for row in sorted(rows.of(Particular), key=lambda row: row.name)
        if said.get(row.name)
    ]
    for line in reversed(shown.timeline):
        if line.damaged or line.sealed_away or line.retracted:
            continue
        if line.kind == STEP:
            found.append(Source(STEP, line.id, line.at, line.to_state))
        elif line.kind == NOTE and line.class_ == "internal":
            found.append(Source(NOTE, line.id, line.at, line.heading or line.now or ""))
        elif line.kind == PAPER and line.class_ == Compartment.FILE.value:
            found.append(Source(PAPER, line.id, line.at, line.heading or ""))
    return [source for source in found if (source.kind, source.id) not in taken]
