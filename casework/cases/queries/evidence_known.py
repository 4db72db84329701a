"""Which entries of the evidence log somebody may know of: they hold the key of the room in which an entry is sealed,
and of the one in which the paper or the message lies that it is about."""

from collections.abc import Collection
from typing import Any

from casework.cases.models import Evidence, Message, Paper
from casework.cases.queries.record.opening import FILE, Key, key_of
from casework.cases.queries.rows import Rows
from casework.vault import Compartment


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


def apart(rows: Rows) -> dict[int, Key]:
    """By entry: the room that it tells of, where that is not the file: its own, or its paper's or message's."""
    places = {row.id: key_of(row.room, row.subject) for row in rows.of(Paper)}
    places |= {row.id: (Compartment.DIALOGUE, row.subject) for row in rows.of(Message)}
    found = {}
    for row in rows.of(Evidence):
        own = key_of(row.room, row.subject)
        key = places.get(row.paper_id or row.message_id, own) if own == FILE else own
        if key != FILE:
            found[row.id] = key
    return found
