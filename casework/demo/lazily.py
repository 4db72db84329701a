"""Rows wait in the session until somebody asks for their table: a case is told by one writer, and what nobody reads in
between need not be written in between. What is written is the same, in fewer statements; SQLite alone, where foreign
keys can be judged at the end.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from sqlalchemy import event, text
from sqlalchemy.orm import ORMExecuteState, Session

from casework.db import Base

WRITES = re.compile(r'(?:INSERT INTO|UPDATE|DELETE FROM) "?(\w+)')


@contextmanager
def lazily(db: Session) -> Iterator[None]:
    """Inside a transaction, whose rows are all written at the end of this."""
    if db.get_bind().dialect.name != "sqlite":
        yield
        return
    db.execute(text("PRAGMA defer_foreign_keys = ON"))  # until the transaction's end, which judges them
    session: Any = db
    waiting = _Waiting(db)
    listening = (
        (db, "transient_to_pending", waiting.complete),
        (db, "do_orm_execute", waiting.asked),
        (db.get_bind(), "before_cursor_execute", waiting.looked),
    )
    for where, name, do in listening:
        event.listen(where, name, do)
    session.autoflush, session.flush, session.refresh, session.get = False, waiting.flush, waiting.refresh, waiting.get
    try:
        yield
    finally:
        del session.flush, session.refresh, session.get
        session.autoflush = True
        for where, name, do in listening:
            event.remove(where, name, do)
    db.flush()


def pending(db: Session) -> set[str]:
    """The tables of what waits."""
    return {row.__tablename__ for row in (*db.new, *db.dirty, *db.deleted)}


class _Waiting:
    def __init__(self, db: Session) -> None:
        self._db = db
        self._write, self._read_again, self._read = db.flush, db.refresh, db.get
        self._writing = False
        self._past: set[str] = set()

    def flush(self, _: object = None) -> None:
        """Not yet; but what goes makes room for what may come in its place."""
        if self._db.deleted:
            self._write_all()

    def refresh(self, row: Any, *_: object, **how: Any) -> None:
        """It is as it was read, for nobody else writes; unless a statement went past the session."""
        if row.__tablename__ in self._past:
            self._write_all()
            self._read_again(row, **how)

    def get(self, model: Any, key: Any, *, populate_existing: bool = False, **how: Any) -> Any:
        """By its key; of what waits only the new can be meant, for the session knows the others."""
        if model.__tablename__ in self._past or any(isinstance(row, model) for row in self._db.new):
            return self._read(model, key, populate_existing=populate_existing, **how)
        kept, self._writing = self._writing, True
        try:
            return self._read(model, key, **how)
        finally:
            self._writing = kept

    def complete(self, _: Session, row: Any) -> None:
        """What the flush would have filled in."""
        model: Any = type(row)
        for name, default in _defaults(model):
            if row.__dict__.get(name) is None:
                setattr(row, name, default.arg(None) if default.is_callable else default.arg)

    def asked(self, state: ORMExecuteState) -> None:
        """Many rows changed by one statement: those in the session are brought in step with what is written."""
        if not state.is_select:
            self._write_all()

    def looked(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if self._writing:
            return
        if not named(statement).isdisjoint(pending(self._db)):
            self._write_all()
        if table := written(statement):
            self._past.add(table)

    def _write_all(self) -> None:
        self._writing = True
        try:
            self._write()
        finally:
            self._writing = False


@cache
def written(statement: str) -> str:
    """The table that it writes; "" for one that reads."""
    found = WRITES.match(statement)
    return found[1] if found is not None else ""


@cache
def named(statement: str) -> frozenset[str]:
    """The tables that it may be about."""
    return _tables() & set(re.findall(r"\w+", statement))


@cache
def _tables() -> frozenset[str]:
    return frozenset(Base.metadata.tables)


@cache
def _defaults(model: type[Base]) -> list[tuple[str, Any]]:
    columns: Any = model.__mapper__.column_attrs
    found = ((attribute.key, attribute.columns[0].default) for attribute in columns)
    return [(name, default) for name, default in found if default is not None]
