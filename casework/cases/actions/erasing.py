"""The rows of what is destroyed, of every table and many matters at a time: whatever belongs to one goes with it."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, MetaData, Table, delete, or_, select
from sqlalchemy.orm import Session

from casework.db import Base
from casework.vault import HolderKind
from casework.vault.models import PublicKey

FILE, GUESTS = "file_id", "guest_session"
"""The column that names bytes in the store; the table of those who came in with a receipt or a code."""


def is_there(db: Session, matter_id: int) -> bool:
    """Is there still a row with a secret of its own under this id?"""
    known = [table for table in Base.metadata.tables.values() if table.info.get("matter")]
    return any(db.scalar(select(table.c.id).where(table.c.id == matter_id)) is not None for table in known)


def erase(db: Session, ids: Collection[int]) -> list[int]:
    """All rows of these matters; the files that nothing speaks of any more, whose bytes go once this is true."""
    tables, files = Base.metadata, list[int]()
    db.flush()
    _end_stays(db, tables, ids)
    for table in reversed(tables.sorted_tables):
        if (which := _of_these(tables, table, ids)) is None:
            continue
        gone = delete(table).where(which)
        if FILE in table.c:
            files += [id_ for id_ in db.scalars(gone.returning(table.c[FILE])) if id_ is not None]
        else:
            db.execute(gone)
    db.expunge_all()
    return files


def _end_stays(db: Session, tables: MetaData, ids: Collection[int]) -> None:
    """Whoever is here with a receipt or a code: it finds nothing from now on."""
    owners = select(PublicKey.owner).where(PublicKey.case_id.in_(ids), PublicKey.kind == HolderKind.REPORTER.value)
    stays = tables.tables[GUESTS]
    db.execute(delete(stays).where(stays.c.guest_id.in_(owners)))


def _of_these(tables: MetaData, table: Table, ids: Collection[int]) -> ColumnElement[bool] | None:
    """Which rows of a table belong to them: by their id, or by the row that they hang on. None: it knows no matter."""
    if table.info.get("matter"):
        return table.c.id.in_(ids)
    if "case_id" in table.c:
        return or_(*(table.c[name].in_(ids) for name in ("case_id", "other_id") if name in table.c))
    hangs = []
    for key in sorted(table.foreign_keys, key=lambda one: str(one.parent.name)):
        above = tables.tables[key.column.table.name]
        if above.info.get("matter"):
            hangs.append(key.parent.in_(ids))
        elif above is not table and (which := _of_these(tables, above, ids)) is not None:
            hangs.append(key.parent.in_(select(key.column).where(which)))
    return or_(*hangs) if hangs else None
