"""Opening sealed values with what the reader holds. One value that does not open leaves the rest readable."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import InstrumentedAttribute, Session

from casework import vault
from casework.cases.queries.keyholders import APART
from casework.cases.queries.rows import Rows
from casework.vault import Compartment, Room, Unreadable

Key = tuple[Compartment, int]
FILE: Key = (Compartment.FILE, 0)
Open = Callable[[int, bytes | None], str | None]
"""The text of a row's sealed value."""


class Opening:
    """`damaged`: rows with a value that does not open; `away`: rows in a room that the reader has no key of."""

    def __init__(self, db: Session, rows: Rows, rooms: Mapping[Key, Room]) -> None:
        self.db, self.rows, self.case_id, self.rooms = db, rows, rows.case_id, rooms
        self.damaged: set[int] = set()
        self.away: set[int] = set()
        self._open: dict[tuple[Key, int], Open] = {}

    def text(
        self, column: InstrumentedAttribute[Any], row_id: int, sealed: bytes | None, key: Key = FILE
    ) -> str | None:
        """None when there is nothing, no key, or something that does not open."""
        return None if sealed is None else self.each(column, key)(row_id, sealed)

    def each(self, column: InstrumentedAttribute[Any], key: Key = FILE) -> Open:
        """`text` for many values of one column."""
        return self._open.get((key, id(column))) or self._open.setdefault((key, id(column)), self._each(column, key))

    def _each(self, column: InstrumentedAttribute[Any], key: Key) -> Open:
        room = self.rooms.get(key)
        open_ = None if room is None else room.opener(column)

        def text(row_id: int, sealed: bytes | None) -> str | None:
            if sealed is None:
                return None
            if room is None or open_ is None:
                self.away.add(row_id)
                return None
            try:
                return open_(row_id, sealed)
            except (Unreadable, UnicodeDecodeError):
                vault.met.note(self.db, "texts of room", room.compartment_id)
                self.damaged.add(row_id)
                return None

        return text

    def knows(self, row: Any) -> bool:
        """May the reader know of a row that says in which room it lies?"""
        key = key_of(row.room, row.subject)
        return key[0] not in APART or key in self.rooms

    def server(self, column: InstrumentedAttribute[Any], row_id: int, sealed: bytes) -> str | None:
        """A value of the server's tier, bound to the case."""
        try:
            return vault.field.open_(self.db, column, row_id, sealed, case=self.case_id)
        except (Unreadable, UnicodeDecodeError):
            vault.met.note(self.db, "texts of case", self.case_id)
            self.damaged.add(row_id)
            return None


def key_of(room: str, subject: int) -> Key:
    """Where a row says that it is sealed: dialogue and identity are somebody's, the others are the case's."""
    compartment = Compartment(room)
    own = compartment in (Compartment.DIALOGUE, Compartment.IDENTITY)
    return compartment, subject if own else 0
