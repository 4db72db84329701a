"""Which entries of the evidence log somebody may know of: they hold the key of the room in which an entry is sealed,
and of the one in which the paper or the message lies that it is about."""

import json
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from casework.cases.models import Evidence, EvidenceChange, EvidenceCustody, EvidencePoint, Message, Paper
from casework.cases.queries.record.opening import Key, Opening, key_of
from casework.cases.queries.rows import Rows
from casework.vault import Compartment, Room

OWN = (Evidence.what, Evidence.source, Evidence.arose, Evidence.how)
HANGS = {
    EvidencePoint: (EvidencePoint.why,),
    EvidenceCustody: (EvidenceCustody.giver, EvidenceCustody.taker, EvidenceCustody.why, EvidenceCustody.place),
    EvidenceChange: (EvidenceChange.reason, EvidenceChange.before),
}
"""What is written of an entry, beside itself."""


def of(rows: Rows, rooms: Collection[Key]) -> list[Any]:
    """Rows of the log, in no order."""
    entries = rows.of(Evidence)
    if not entries:
        return []
    places = {row.id: key_of(row.room, row.subject) for row in rows.of(Paper)}
    places |= {row.id: (Compartment.DIALOGUE, row.subject) for row in rows.of(Message)}
    return [
        row
        for row in entries
        if key_of(row.room, row.subject) in rooms
        and ((about := row.paper_id or row.message_id) is None or places.get(about) in rooms)
    ]


def texts(db: Session, case_id: int, rooms: Mapping[Key, Room]) -> Iterator[tuple[int, str, date]]:
    """All that the log says, an entry at a time, with the day on which it was obtained."""
    rows = Rows(db, case_id)
    known = of(rows, rooms)
    opening, said = Opening(db, rows, rooms), dict[int, list[str | None]]()
    keys = {row.id: key_of(row.room, row.subject) for row in known}
    for row in known:
        said[row.id] = [opening.text(one, row.id, getattr(row, one.key), keys[row.id]) for one in OWN]
    for model, columns in HANGS.items() if known else ():
        for row in rows.of(model):
            if key := keys.get(row.evidence_id):
                said[row.evidence_id] += [opening.text(one, row.id, getattr(row, one.key), key) for one in columns]
    for row in known:
        yield row.id, "\n".join(_plain(one) for one in said[row.id] if one), row.obtained_on


def _plain(said: str) -> str:
    """What stood in an entry before is kept as JSON."""
    if not said.startswith('{"kind": '):
        return said
    return "\n".join(str(value) for value in json.loads(said).values() if value)
