"""What the evidence log says, in words: to be searched for a person, and for a case file that leaves the house."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy.orm import InstrumentedAttribute

from casework.cases.models import Allegation, Evidence, EvidenceChange, EvidenceCustody, EvidencePoint
from casework.settings import N_
from casework.vault import Compartment, Room, Unreadable

from . import evidence_known
from .record.opening import key_of
from .rows import Rows

FROM, CAME, HOW, HASH = N_("From"), N_("Came to be"), N_("How it was obtained"), N_("SHA-256 of the file")
POINT, HANDED, CHANGED = N_("Of an allegation"), N_("Handed over"), N_("Changed, and why")
OWN = ((FROM, Evidence.source), (CAME, Evidence.arose), (HOW, Evidence.how), (HASH, Evidence.digest))
Open = Callable[[InstrumentedAttribute[Any], Any], str]


@dataclass(frozen=True, slots=True)
class Said:
    """`parts`: (label, words), the labels to be translated. `aside`: it was set aside."""

    ref: str
    position: int
    privileged: bool
    kind: str
    what: str
    on: date
    aside: bool
    parts: list[tuple[str, str]] = field(repr=False)

    @property
    def text(self) -> str:
        return "\n".join([self.what, *(words for label, words in self.parts if label != HASH)])


def of(rows: Rows, rooms: Mapping[tuple[Compartment, int], Room]) -> list[Said]:
    """In the order of their numbers; nothing of what the reader holds no key of."""
    known = {row.id: row for row in evidence_known.of(rows, rooms)}
    if not known:
        return []
    opens = {id_: _opener(rooms[key_of(row.room, row.subject)]) for id_, row in known.items()}
    parts = {id_: [(label, opens[id_](column, row)) for label, column in OWN] for id_, row in known.items()}
    _hang(rows, parts, opens)
    found = [_said(row, opens[id_](Evidence.what, row), parts[id_]) for id_, row in known.items()]
    return sorted(found, key=lambda one: (one.privileged, one.position))


def _said(row: Any, what: str, parts: list[tuple[str, str]]) -> Said:
    private = row.room == Compartment.PRIVILEGED.value
    kept = [part for part in parts if part[1]]
    aside = row.aside_at is not None
    return Said(f"evidence-{row.id}", row.position, private, row.kind, what, row.obtained_on, aside, kept)


def _hang(rows: Rows, parts: dict[int, list[tuple[str, str]]], opens: Mapping[int, Open]) -> None:
    """What was written beside each, oldest first."""
    numbers = {row.id: row.position for row in rows.of(Allegation)}
    for model, words in ((EvidencePoint, _point), (EvidenceCustody, _handed), (EvidenceChange, _changed)):
        for row in sorted(rows.of(model), key=lambda row: (row.at, row.id)):
            if open_ := opens.get(row.evidence_id):
                parts[row.evidence_id].append(words(row, open_, numbers))


def _point(row: Any, open_: Open, numbers: Mapping[int, int]) -> tuple[str, str]:
    way = open_(EvidencePoint.direction, row) or "–"
    return POINT, f"{numbers.get(row.allegation_id, '')}, {way}: {open_(EvidencePoint.why, row)}"


def _handed(row: Any, open_: Open, _numbers: Mapping[int, int]) -> tuple[str, str]:
    giver, taker = open_(EvidenceCustody.giver, row), open_(EvidenceCustody.taker, row)
    why, place = open_(EvidenceCustody.why, row), open_(EvidenceCustody.place, row)
    return HANDED, f"{row.handed_at:%Y-%m-%d %H:%M} UTC, {giver} → {taker}; {why}; {place}"


def _changed(row: Any, open_: Open, _numbers: Mapping[int, int]) -> tuple[str, str]:
    before = open_(EvidenceChange.before, row)
    earlier = [str(one) for one in json.loads(before).values() if one] if before else []
    return CHANGED, "; ".join(filter(None, (f"{row.at:%Y-%m-%d}", open_(EvidenceChange.reason, row), *earlier)))


def _opener(room: Room) -> Open:
    def open_(column: InstrumentedAttribute[Any], row: Any) -> str:
        sealed = getattr(row, column.key)
        try:
            return room.open(column, row.id, sealed) if sealed else ""
        except Unreadable:
            return ""

    return open_
