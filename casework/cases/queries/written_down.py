"""What was written down on a case in tables of the file, in words: to be searched for a person, and for a case file
that leaves the house. Each noun says its columns, and what stands round their words."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy.orm import InstrumentedAttribute

from casework.vault import Room, Unreadable

from .record.opening import FILE, Key
from .rows import Rows

Columns = Mapping[Any, tuple[InstrumentedAttribute[Any], ...]]
"""Table by table everything that is sealed, in the order in which it is read."""
Names = Mapping[Any, str]
"""What stands before the number in what names a row, where that is not the table's own name."""
Reading = Mapping[str, Callable[[str], str]]
"""By column: the words of what is not kept as words."""


class Around(NamedTuple):
    """`label` and `what` are to be translated; `party_id`: whom it is about, where it is about one; `number`: of the
    interview or the version that it belongs to, 0 where it belongs to none."""

    label: str
    at: datetime
    party_id: int | None = None
    what: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Known:
    """Words, where they stand, and what stands round them."""

    ref: str
    text: str = field(repr=False)
    label: str
    at: datetime
    party_id: int | None
    what: str
    number: int


def of(
    rows: Rows, rooms: Mapping[Key, Room], columns: Columns, around: Callable[[Rows, Any, Any], Around | None],
    *, reading: Reading | None = None, names: Names | None = None,
) -> list[Known]:  # fmt: skip
    """Table by table, of each row that there is something to say about; nothing to who does not read the file."""
    room = rooms.get(FILE)
    if room is None:
        return []
    rows.look(*columns)
    found = []
    for model, sealed in columns.items():
        name = (names or {}).get(model, model.__tablename__)
        for row in rows.of(model):
            if said := around(rows, model, row):
                text = "\n\n".join(_texts(room, sealed, row, reading or {}))
                found.append(Known(f"{name}-{row.id}", text, *said))
    return found


def _texts(room: Room, columns: tuple[InstrumentedAttribute[Any], ...], row: Any, reading: Reading) -> Iterator[str]:
    for column in columns:
        sealed = getattr(row, column.key)
        if sealed is None:
            continue
        try:
            words = room.open(column, row.id, sealed)
        except (Unreadable, UnicodeDecodeError):
            continue
        yield reading[column.key](words) if column.key in reading else words
