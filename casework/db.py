"""The database: columns with their tier, and short transactions."""

import secrets
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from importlib import import_module
from typing import Any, ClassVar

from sqlalchemy import (
    BigInteger,
    Connection,
    DateTime,
    Dialect,
    Integer,
    LargeBinary,
    MetaData,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker
from sqlalchemy.types import TypeDecorator

from casework.engines import engine

Id = BigInteger().with_variant(Integer(), "sqlite")
"""Random 63-bit ids: made before sealing, so that a blob can be bound to its row; no sequence to count by."""

NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Instant(TypeDecorator[datetime]):
    """A moment: aware and UTC in Python, naive UTC in the database."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return value.astimezone(UTC).replace(tzinfo=None) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return value.replace(tzinfo=UTC) if value else None

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None] | None:
        """SQLite keeps text: read at once as what it is, in a sixth of the time; long pages read hundreds."""
        return _read if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


def _read(text: str | None) -> datetime | None:
    return datetime.fromisoformat(f"{text}+00:00") if text else None


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar = {int: Id, datetime: Instant, bytes: LargeBinary}


def _tier(name: str) -> Any:
    def column(*types: Any, **options: Any) -> Mapped[Any]:
        return mapped_column(*types, info={"tier": name}, **options)

    return column


sealed = _tier("compartment")
"""Opens only for a holder of its room."""
server = _tier("server")
"""Sealed under the installation's own keys: what the server must act on with nobody signed in."""
plain = _tier("plain")
"""Readable by whoever reads the database: numbers, kinds, states, dates, membership."""
keyed = _tier("key")
"""Keys, verifiers, MACs and look-up tags: random to whoever has no key."""


MATTER = {"info": {"matter": True}}
"""Among the table arguments: each row has a secret of its own in the vault, found by its id. A case, or the like."""


def matter_of(table: Any) -> Any:
    """The column that says under whose secret a table's rows are; None where they are under nobody's."""
    if table.info.get("matter"):
        return table.c.id
    if "case_id" in table.c:
        return table.c.case_id
    keys = sorted(table.foreign_keys, key=lambda key: str(key.parent.name))
    return next((key.parent for key in keys if key.column.table.info.get("matter")), None)


WAIT = 10.0
"""How long a writer waits for its turn, in seconds: a database locked for five is no error."""
READERS, PATIENCE = 2, 0.5
"""How many read a SQLite file at once, and for how many seconds one more waits. A connection learns all tables when it
is opened, in 3 ms and 375 KiB: what comes at once goes through a few that stay open. What takes long keeps nobody out:
whoever has waited gets a connection more. Nor does who reads within a reading wait for a place."""


def new_id() -> int:
    return secrets.randbits(63) or 1


_AS_OF: ContextVar[datetime | None] = ContextVar("as_of", default=None)


def utc_now() -> datetime:
    """The only clock."""
    return _AS_OF.get() or datetime.now(UTC)


@contextmanager
def as_of(moment: datetime) -> Iterator[None]:
    """Do something as it would have been done then. Only the demo's made-up history uses it."""
    token = _AS_OF.set(moment)
    try:
        yield
    finally:
        _AS_OF.reset(token)


class Busy(Exception):
    """Another writer held the database for too long. Nothing was written; the same thing can be sent again."""


class Database:
    """Opens short sessions. `info` travels on every session: the vault, for what must seal and open."""

    def __init__(self, url: str, info: Mapping[str, Any] | None = None) -> None:
        self.url = url
        self.engine = engine(url, READERS + 1)  # and one who writes
        self._info = dict(info or {})
        self._sessions = sessionmaker(self.engine, expire_on_commit=False, info=self._info)
        # SQLite has one writer: waiting for it in our own queue is fair, waiting inside SQLite is not.
        self._writer = threading.Lock()
        self._readers = threading.Semaphore(READERS)
        self._writing, self._reading = threading.local(), threading.local()

    def carry(self, **info: Any) -> None:
        """From now on this travels on every session too."""
        self._info.update(info)

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A consistent view; nothing written in it is kept."""
        with self._place(), self._sessions() as db:
            if not self.is_sqlite:  # otherwise each statement would see what was committed since the one before
                db.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            yield db

    @contextmanager
    def _place(self) -> Iterator[None]:
        if not self.is_sqlite or getattr(self._reading, "now", False):
            yield
            return
        had = self._readers.acquire(timeout=PATIENCE)
        self._reading.now = True
        try:
            yield
        finally:
            self._reading.now = False
            if had:
                self._readers.release()

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """All or nothing. Keep it around the verb alone: no key stretching, streaming or rendering inside."""
        with self._turn(), self._sessions() as db:
            db.connection(execution_options={"casework_writes": True})
            yield db
            db.flush()
            for last_word in db.info.get("before commit", ()):
                last_word()
            db.commit()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if getattr(self._writing, "now", False):
            raise RuntimeError("a transaction is open in this thread already: it would wait for itself")
        if self.is_sqlite and not self._writer.acquire(timeout=WAIT):
            raise Busy("The database is busy. Nothing was saved; please send it again.")
        self._writing.now = True
        try:
            yield
        finally:
            self._writing.now = False
            if self.is_sqlite:
                self._writer.release()

    def dispose(self) -> None:
        self.engine.dispose()


def before_commit(db: Session, do: Callable[[], None], *, first: bool = False) -> None:
    """Have something done when everything else of the transaction is written, just before it becomes true. `first`:
    what may yet fail, before what stands outside the database, or keeps every writer waiting."""
    last_words = db.info.setdefault("before commit", [])
    last_words.insert(0 if first else len(last_words), do)


class Upsert:
    """An INSERT that says what becomes of a row that is there already: in the words of the database that is asked, made
    once, with no other's loaded. `make` is given that database's `insert`."""

    def __init__(self, make: Callable[[Any], Any]) -> None:
        self._make = make
        self._made: dict[str, Any] = {}

    def of(self, connection: Connection) -> Any:
        name = connection.dialect.name
        if name not in self._made:
            self._made[name] = self._make(import_module(f"sqlalchemy.dialects.{name}").insert)
        return self._made[name]


def unless_there(table: type[Base], *returning: Any) -> Upsert:
    """Of a row that is there already nothing is written, and nothing comes back."""

    def make(insert: Any) -> Any:
        new = insert(table.__table__).on_conflict_do_nothing()
        return new.returning(*returning) if returning else new

    return Upsert(make)
