"""Who was told that their data is processed, and who is still to be, by when: the law of the place asks for it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from casework.cases.lifecycle.clock import Due
from casework.cases.models import ProcessingNotice
from casework.cases.queries import clocks
from casework.cases.queries.record import PartyShown, Record
from casework.cases.queries.rows import Rows
from casework.settings import N_
from casework.vault import Compartment, Room, Unreadable

HOW = {
    "letter": N_("By letter"),
    "message": N_("By message"),
    "in person": N_("In person"),
    "known": N_("They know it already"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """Of one party. `due`: None where nothing is due any more, or no law asks for it. `words`: how they were told, or
    why not yet; None where that does not open."""

    party: PartyShown
    due: Due | None
    told_on: date | None
    how: str
    review_on: date | None
    ground: str
    words: str | None
    by: int


def of(db: Session, shown: Record) -> list[Shown]:
    """Everybody of the case but reporters, who gave their data themselves."""
    where = clocks.place(db, shown.case.site_id)
    rows = Rows(db, shown.case.id)
    newest, runs = latest(rows.of(ProcessingNotice)), clocks.notices(rows, where)
    room = shown.rooms.get((Compartment.FILE, 0))
    parties = [party for party in shown.parties if not party.is_reporter and party.ended_at is None]
    return [_shown(party, newest.get(party.id), runs.get(party.id), room) for party in parties]


def latest(rows: Iterable[Any]) -> Mapping[int, Any]:
    return {row.party_id: row for row in sorted(rows, key=lambda row: (row.at, row.id))}


def _shown(party: PartyShown, row: Any, runs: Due | None, room: Room | None) -> Shown:
    if row is None:
        return Shown(party, runs, None, "", None, "", "", 0)
    return Shown(party, runs, row.told_on, row.how, row.review_on, row.ground, _words(room, row), row.by)


def _words(room: Room | None, row: Any) -> str | None:
    if row.words is None:
        return ""
    try:
        return room.open(ProcessingNotice.words, row.id, row.words) if room is not None else None
    except (Unreadable, UnicodeDecodeError):
        return None
