"""Which entries of the evidence log somebody may know of: they hold the key of the room in which an entry is sealed,
and of the one in which the paper or the message lies that it is about."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import bindparam, func, select

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


def count(rows: Rows, rooms: Collection[Key]) -> int:
    """How many they may know of that are not set aside; nothing of any is read for it."""
    found = 0
    for room, subject, paper, of_paper, of_message, many in rows.ask(Evidence, _COUNT):
        about = key_of(paper, of_paper) if paper else None
        about = (Compartment.DIALOGUE, of_message) if of_message else about
        found += many if key_of(room, subject) in rooms and (about is None or about in rooms) else 0
    return found


_WHERE = (Evidence.room, Evidence.subject, Paper.room, Paper.subject, Message.subject)
_COUNT = (
    select(*(column.label(f"at_{n}") for n, column in enumerate(_WHERE)), func.count())
    .outerjoin(Paper, Paper.id == Evidence.paper_id)
    .outerjoin(Message, Message.id == Evidence.message_id)
    .where(Evidence.case_id == bindparam("of_case"), Evidence.aside_at.is_(None))
    .group_by(*_WHERE)
)


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
