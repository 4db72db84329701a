"""A room that can be put into and not read: what a reporter adds later to the file of their own case."""

from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy.orm import InstrumentedAttribute, Session

from casework import vault
from casework.vault import Compartment

Column = InstrumentedAttribute[Any]


class Place(Protocol):
    """What an open room and a drop box have in common."""

    @property
    def compartment(self) -> Compartment: ...
    @property
    def subject(self) -> int: ...
    def seal(self, column: Column, row_id: int, text: str) -> bytes: ...
    def seal_bytes(self, column: Column, row_id: int, data: bytes) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Box:
    """The drop box of one room, for the length of a transaction."""

    db: Session
    case_id: int
    compartment: Compartment
    subject: int = 0

    def seal(self, column: Column, row_id: int, text: str) -> bytes:
        return self.seal_bytes(column, row_id, text.encode())

    def seal_bytes(self, column: Column, row_id: int, data: bytes) -> bytes:
        return vault.rooms.drop(self.db, self.case_id, self.compartment, self.subject, column, row_id, data)
