"""Values: those of the server's tier open; those of rooms have a form that their holders can open."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from casework import vault
from casework.db import Base, matter_of
from casework.migrations.tables import everything
from casework.vault import blob
from casework.vault.room import DROPPED

from .found import Found, Place, tally
from .keys import streamed

LETTERS = {("draft", "written"), ("report_draft", "written"), ("exit_draft", "written")}
"""Sealed to one key pair, outside any case: they begin as HPKE has it."""
HPKE_HEAD = 32
SHORTEST = blob.HEADER + 16


def look(place: Place) -> Iterator[Found]:
    """One line a tier: what is wrong is named by table, column and row."""
    place.tell("values of the server’s tier")
    well = "All {all} values that the server keeps open."
    ill = "{wrong} of {all} values that the server keeps do not open"
    yield tally("server's values", _of(place, "server"), lambda one: _opens(place, one), _named, well=well, ill=ill)
    place.tell("values of rooms")
    well = "All {all} values of rooms have their form; only their holders can open them."
    ill = "{wrong} of {all} values of rooms have no form that anybody could open"
    yield tally("rooms' values", _of(place, "compartment"), _has_form, _named, well=well, ill=ill)


Value = tuple[InstrumentedAttribute[Any], int, int | None, bytes]
"""Column, row, case where it has one, and what is there."""


def _of(place: Place, tier: str) -> Iterator[Value]:
    everything()
    for mapper in sorted(Base.registry.mappers, key=lambda one: one.class_.__name__):
        table: Any = mapper.local_table
        key, case = next(iter(table.primary_key.columns)), matter_of(table)
        for column in mapper.column_attrs:
            if column.columns[0].info.get("tier") != tier:
                continue
            own: Any = getattr(mapper.class_, column.key)
            query = select(key, own, *([case.label("of_matter")] if case is not None else []))
            for row in streamed(place, query.where(own.is_not(None))):
                yield own, row[0], row[2] if case is not None else None, row[1]


def _opens(place: Place, one: Value) -> bool:
    column, row, case, sealed = one
    vault.field.open_(place.db, column, row, sealed, case=case)
    if len(known := place.db.info.get("case secrets", {})) > 1000:  # memory stays as it is
        known.clear()
    return True


def _has_form(one: Value) -> bool:
    column, _, _, sealed = one
    if vault.binding.place(column) in LETTERS:
        return len(sealed) > HPKE_HEAD + 16
    if sealed[:1] == DROPPED:
        return len(sealed) >= 3 + HPKE_HEAD + 16
    return blob.key_id_of(sealed) > 0 and len(sealed) >= SHORTEST


def _named(one: Value) -> str:
    table, column = vault.binding.place(one[0])
    return f"{table}.{column} {one[1]}"
