"""A pattern made ready to be filled many times: values converted once, and the places of what differs."""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Column
from sqlalchemy.dialects import sqlite

from casework.cases.models import Case, Note
from casework.db import Base, new_id, utc_now
from casework.vault.room import Room

from .patterns import Key, Line, Pattern, Sealed
from .texts import account

Row = tuple[Any, ...]
_DIALECT = sqlite.dialect()
TABLES = {table.name: list(table.columns) for table in Base.metadata.sorted_tables}


def converter(column: Column[Any]) -> Callable[[Any], Any]:
    """A Python value as the driver takes it."""
    found = column.type.dialect_impl(_DIALECT).bind_processor(_DIALECT)
    return found or (lambda value: value)


class Writing:
    """Rows of the vault and the trail; an id and a time of making that were not given are new."""

    def __init__(self) -> None:
        self._now: dict[str, Any] = {}
        self._moments: dict[datetime, Any] = {}

    def row(self, table: str, values: dict[str, Any]) -> Row:
        return tuple(self._value(column, values) for column in TABLES[table])

    def _value(self, column: Column[Any], values: dict[str, Any]) -> Any:
        value = values.get(column.name)
        if value is None and column.name == "id":
            return new_id()
        if value is None and column.name == "created_at":
            value = self._now.setdefault("now", utc_now())
        if type(value) is not datetime:
            return value
        if value not in self._moments:
            self._moments[value] = converter(column)(value)
        return self._moments[value]


@dataclass
class Place:
    """One line of a pattern: the row to copy, and where ids, sealed values, the number and a receipt go."""

    table: str
    row: list[Any]
    own: int
    ids: list[tuple[int, int]] = field(default_factory=list)
    sealed: list[tuple[int, Sealed]] = field(default_factory=list)
    number: int | None = None
    receipt: int | None = None


class Mould:
    """`ids`: what is the case's own and new for each."""

    def __init__(self, pattern: Pattern) -> None:
        self.pattern = pattern
        self.ids = [line.values["id"] for line in pattern.lines]
        self._places = [self._place(line) for line in pattern.lines]

    def rows(self, ids: Mapping[int, int], number: str, rooms: Mapping[Key, Room]) -> Iterator[tuple[str, Row]]:
        """Every row of one more case."""
        for place in self._places:
            row, id_ = place.row.copy(), ids[place.own]
            for at, old in place.ids:
                row[at] = ids[old]
            for at, value in place.sealed:
                told = value.column is Case.narrative or value.column is Note.text
                row[at] = rooms[value.room].seal(value.column, id_, account(id_) if told else value.text)
            if place.number is not None:
                row[place.number] = number
            if place.receipt is not None:
                row[place.receipt] = os.urandom(16)
            yield place.table, tuple(row)

    def _place(self, line: Line) -> Place:
        own, changing = line.values["id"], {*self.ids, *self.pattern.pair}
        place = Place(line.table, [], own)
        for at, column in enumerate(TABLES[line.table]):
            value = line.values.get(column.name)
            place.row.append(None if value is None else converter(column)(value))
            if column.name in line.sealed:
                place.sealed.append((at, line.sealed[column.name]))
            elif type(value) is int and value in changing:
                place.ids.append((at, value))
            elif column.name == "number":
                place.number = at
            elif column.name == "receipt" and value is not None:
                place.receipt = at
        return place
