"""The database: columns with their tier, an engine for SQLite or PostgreSQL, and short transactions."""

import secrets
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Engine, Integer, LargeBinary, MetaData, create_engine, event
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker
from sqlalchemy.types import TypeDecorator, TypeEngine

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

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.astimezone(UTC).replace(tzinfo=None) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value else None


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {int: Id, datetime: Instant, bytes: LargeBinary}


def _tier(name: str) -> Any:
    def column(*types: TypeEngine[Any] | Any, **options: Any) -> Mapped[Any]:
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


def new_id() -> int:
    return secrets.randbits(63) or 1


def utc_now() -> datetime:
    return datetime.now(UTC)


class Database:
    """Opens short sessions. `info` travels on every session: the vault, for what must seal and open."""

    def __init__(self, url: str, info: Mapping[str, Any] | None = None, *, pool_size: int = 8) -> None:
        self.url = url
        self.engine = _engine(url, pool_size)
        self._sessions = sessionmaker(self.engine, expire_on_commit=False, info=dict(info or {}))
        # SQLite has one writer: waiting for it in our own queue is fair, waiting inside SQLite is not.
        self._writer = threading.Lock() if self.is_sqlite else nullcontext()

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A consistent view; nothing written in it is kept."""
        with self._sessions() as db:
            yield db

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """All or nothing. Keep it around the verb alone: no key stretching, streaming or rendering inside."""
        with self._writer, self._sessions() as db:
            db.connection(execution_options={"casework_writes": True})
            yield db
            db.flush()
            for last_word in db.info.get("before commit", ()):
                last_word()
            db.commit()

    def dispose(self) -> None:
        self.engine.dispose()


def before_commit(db: Session, do: Callable[[], None]) -> None:
    """Have something done when everything else of the transaction is written, just before it becomes true."""
    db.info.setdefault("before commit", []).append(do)


def _engine(url: str, pool_size: int) -> Engine:
    if not url.startswith("sqlite"):
        normal = url.replace("postgresql://", "postgresql+psycopg://", 1).replace("postgres://", "postgresql+psycopg://", 1)
        return create_engine(normal, hide_parameters=True, pool_size=pool_size, pool_pre_ping=True)
    engine = create_engine(url, hide_parameters=True, pool_size=pool_size, connect_args={"check_same_thread": False})
    event.listen(engine, "connect", _sqlite_connected)
    event.listen(engine, "begin", _sqlite_begin)
    return engine


def _sqlite_connected(connection: Any, _: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, below
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "busy_timeout = 10000",
        "foreign_keys = ON",
        "secure_delete = ON",
        "temp_store = MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _sqlite_begin(connection: Any) -> None:
    writes = connection.get_execution_options().get("casework_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
