"""Many who read at once go through few connections, and whoever reads for long keeps nobody out."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text

from casework import db
from casework.db import READERS, Database


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A file of SQLite: PostgreSQL's connections cost little, and wait for the network."""
    made = Database(f"sqlite:///{tmp_path / 'casework.db'}")
    yield made
    made.dispose()


def test_who_reads_at_once_shares_connections(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(db, "PATIENCE", 60)
    out: list[int] = []

    def note(*_: Any) -> None:
        out.append(database.engine.pool.checkedout())  # type: ignore[attr-defined]

    def read(_: int) -> int:
        with database.reading() as session:
            return int(session.execute(text("SELECT 1")).scalar_one())

    event.listen(database.engine, "checkout", note)
    with ThreadPoolExecutor(4 * READERS) as threads:
        assert sum(threads.map(read, range(200))) == 200
    assert len(out) == 200
    assert max(out) <= READERS


def test_whoever_reads_for_long_keeps_nobody_out(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(db, "PATIENCE", 0.01)
    done, busy = threading.Event(), threading.Barrier(READERS + 1)

    def read_long() -> None:
        with database.reading():
            busy.wait()
            done.wait()

    with ThreadPoolExecutor(READERS) as threads:
        for _ in range(READERS):
            threads.submit(read_long)
        busy.wait()
        with database.reading() as session:
            assert session.execute(text("SELECT 1")).scalar_one() == 1
        done.set()
    for _ in range(2 * READERS):  # all places are free again, and none was given back twice
        with database.reading():
            assert database._readers._value == READERS - 1


def test_who_reads_within_a_reading_waits_for_nobody(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(db, "PATIENCE", 60)
    with ExitStack() as within:
        for _ in range(2 * READERS):
            within.enter_context(database.reading())
        assert database._readers._value == READERS - 1
    assert database._readers._value == READERS
