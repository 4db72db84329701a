"""New keys for rooms by somebody who reads them; and what lies in them, sealed anew under those keys."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import ColumnProperty, InstrumentedAttribute, Session

from casework.db import Base, Database, matter_of

from . import blob, core, journal, rooms, succession
from .holder import Holder
from .models import CompartmentRow
from .room import DROPPED, Room
from .words import Compartment, Unreadable

Key = tuple[Compartment, int]


def renew(db: Session, opened: Mapping[Key, Room], which: Collection[Key]) -> dict[Key, Room]:
    """A new epoch for each of these rooms, sealed to who can read it now, with its earlier keys still in hand."""
    found = {}
    for key in sorted(which):
        row = db.get_one(CompartmentRow, opened[key].compartment_id, with_for_update=True)
        fresh = end_epoch(db, row)
        fresh.keys.update(opened[key].keys)
        found[key] = fresh
    return found


def end_epoch(db: Session, row: CompartmentRow) -> Room:
    """Another key for those who hold one now; a backup from before is brought to it too."""
    journal.note(db, "epoch-ended", case=row.case_id, compartment=row.id, epoch=row.epoch + 1)
    return rooms.renew(db, row, row.epoch + 1)


def follow_recovery(database: Database, holder: Holder, most: int = 50) -> None:
    """Open everything that somebody holds and that recovery's newest pair does not open yet, for it to be sealed to
    that pair: a few cases at a time, for others write too."""
    last = 0
    while True:
        with database.reading() as db:
            begun = succession.begun(core.of(db))
            ids = succession.waiting(db, holder.kind, holder.id, last, most) if begun else []
        if not ids:
            return
        with database.transaction() as db:
            for case_id in ids:
                rooms.enter_all(db, holder, case_id)
        last = ids[-1]


def reseal(db: Session, case_id: int, fresh: Sequence[Room]) -> int:
    """Every value of the case that lies in one of these rooms, under its newest key; how many. What does not open
    stays as it is."""
    count = 0
    for model, whose, columns in _sealed():
        for row in db.scalars(select(model).where(whose == case_id)):
            for column in columns:
                value = getattr(row, column.key)
                if value is not None and (anew := _anew(fresh, column, row.id, value)) is not None:
                    setattr(row, column.key, anew)
                    count += 1
    db.flush()
    return count


def _anew(fresh: Sequence[Room], column: InstrumentedAttribute[Any], row_id: int, value: bytes) -> bytes | None:
    """None when it lies in none of these rooms, or is under the newest key already."""
    for one in fresh:
        if value[:1] != DROPPED and blob.key_id_of(value) == one.epoch:
            continue
        try:
            return one.seal_bytes(column, row_id, one.open_bytes(column, row_id, value))
        except Unreadable:
            continue
    return None


def _sealed() -> Iterator[tuple[Any, Any, list[InstrumentedAttribute[Any]]]]:
    """Every table of matters that has values of the compartments' tier: its model, whose its rows are, the columns."""
    for mapper in Base.registry.mappers:
        columns = [one.class_attribute for one in mapper.column_attrs if _is_sealed(one)]
        if columns and (whose := matter_of(mapper.local_table)) is not None:
            yield mapper.class_, whose, columns


def _is_sealed(one: ColumnProperty[Any]) -> bool:
    return bool(one.columns[0].info.get("tier") == "compartment")
