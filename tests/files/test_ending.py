"""The end of a file goes on in a thread: it is waited for, or given up, and never half."""

import errno
import os
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from casework.files import Ending, Store, StoreFull, Unfinished, ending

ID = 7


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "files")


@pytest.fixture
def stuck(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """One thread alone, which has to do with something else until this is set."""
    free = threading.Event()
    with ThreadPoolExecutor(1) as threads:
        threads.submit(free.wait)
        monkeypatch.setattr(ending, "_threads", threads)
        yield free
        free.set()


def ended(store: Store) -> Ending:
    writer = store.create(ID)
    writer.write(b"sealed")
    return Ending(writer)


def left(store: Store) -> list[Path]:
    return [path for path in store.folder.rglob("*") if path.is_file()]


def test_it_is_whole_after_the_wait(store: Store) -> None:
    ended(store).wait()
    assert b"".join(store.read(ID)) == b"sealed"


def test_a_transaction_waits_for_a_moment_and_others_as_long_as_it_takes(
    store: Store, stuck: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ending, "MOMENT", 0)
    file = ended(store)
    with pytest.raises(Unfinished):
        file.wait_a_moment()
    assert not store.holds(ID)
    stuck.set()
    file.wait()
    file.wait_a_moment()
    assert store.holds(ID)


def test_what_is_dropped_before_its_turn_never_has_one(store: Store, stuck: threading.Event) -> None:
    ended(store).drop()
    assert left(store) == []


@pytest.mark.parametrize(
    ("code", "said"), [(errno.EIO, OSError), (errno.ETIMEDOUT, TimeoutError), (errno.ENOSPC, StoreFull)]
)
def test_what_went_wrong_is_said_to_each_who_asks(
    store: Store, monkeypatch: pytest.MonkeyPatch, code: int, said: type[OSError]
) -> None:
    def broken(_descriptor: int) -> None:
        raise OSError(code, os.strerror(code))

    writer = store.create(ID)
    monkeypatch.setattr(os, "fsync", broken)
    file = Ending(writer)
    for ask in (file.wait, file.wait_a_moment):
        with pytest.raises(said):
            ask()
    file.drop()
    assert left(store) == []
