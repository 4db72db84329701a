"""A paper is on the case when its file is on the disk: not before, and a slow disk holds up nobody else."""

import errno
import os
import re
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from httpx import Response
from sqlalchemy import event, func, select

from casework.cases.models import Paper
from casework.files import ending
from casework.files.store import UNFINISHED

from .browser import Browser, hidden, text_of

WORDS = b"On Friday the rota was on the board.\n" * 40


def send(browser: Browser, *names: str) -> Response:
    sent = {**hidden(browser.page("/papers"), f"{browser.case}/papers"), "readers": "file"}
    files = [("files", (name, WORDS)) for name in names]
    return browser.client.post(f"{browser.case}/papers", data=sent, files=files)


def papers(browser: Browser) -> int:
    with browser.world.database.reading() as db:
        return db.scalar(select(func.count()).select_from(Paper)) or 0


def stored(browser: Browser) -> list[Path]:
    return [path for path in (browser.world.folder / "files").rglob("*") if path.is_file()]


@contextmanager
def watched(browser: Browser, happened: Callable[[str], None]) -> Iterator[None]:
    """Says when the row of a paper is written, and when its transaction comes true or is taken back."""
    engine, wrote = browser.world.database.engine, set[int]()

    def executed(connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith("INSERT INTO paper "):
            wrote.add(id(connection))
            happened("row")

    def ended(what: str) -> Callable[[Any], None]:
        def told(connection: Any) -> None:
            if id(connection) in wrote:
                wrote.remove(id(connection))
                happened(what)

        return told

    heard: list[tuple[str, Callable[..., Any]]] = [
        ("after_cursor_execute", executed),
        ("commit", ended("commit")),
        ("rollback", ended("rollback")),
    ]
    for name, listener in heard:
        event.listen(engine, name, listener)
    yield
    for name, listener in heard:
        event.remove(engine, name, listener)


def test_the_disk_has_the_file_and_its_name_before_the_case_has_the_paper(
    browse: Callable[[str], Browser], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file's end waits until the row is written: nothing but the wait before COMMIT keeps their order. The two
    folders above the file's own are new, and were synced while it came."""
    browser, order, row = browse("specialist"), list[str](), threading.Event()
    sync, replace = os.fsync, os.replace

    def fsync(descriptor: int) -> None:
        folder = stat.S_ISDIR(os.fstat(descriptor).st_mode)
        assert folder or row.wait(10), "the paper waited for the disk before its row was written"
        sync(descriptor)
        order.append("folder" if folder else "bytes")

    def named(*paths: Any) -> None:
        replace(*paths)
        order.append("name")

    def happened(what: str) -> None:
        order.append(what)
        row.set()

    (browser.world.folder / "files").mkdir()
    monkeypatch.setattr(ending, "MOMENT", 10)
    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(os, "replace", named)
    with watched(browser, happened):
        assert send(browser, "rota.txt").status_code == 303
    for _ in "12":
        order.remove("folder")
    assert order == ["row", "bytes", "name", "folder", "commit"]


def test_a_disk_that_is_slow_is_waited_for_outside_of_the_transaction(
    browse: Callable[[str], Browser], monkeypatch: pytest.MonkeyPatch
) -> None:
    browser, order, free = browse("specialist"), list[str](), threading.Event()
    sync = os.fsync

    def fsync(descriptor: int) -> None:
        assert free.wait(10), "a transaction waited for the disk for as long as it takes"
        sync(descriptor)

    def happened(what: str) -> None:
        order.append(what)
        if what == "rollback":
            free.set()

    (browser.world.folder / "files").mkdir()
    monkeypatch.setattr(ending, "MOMENT", 0)
    monkeypatch.setattr(os, "fsync", fsync)
    with watched(browser, happened):
        assert send(browser, "rota.txt").status_code == 303
    assert order == ["row", "rollback", "row", "commit"]
    assert (papers(browser), len(stored(browser))) == (1, 1)


@pytest.mark.parametrize("step", ["sync", "name"])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
def test_a_disk_that_fails_at_the_end_leaves_no_paper_and_says_so(
    browse: Callable[[str], Browser], monkeypatch: pytest.MonkeyPatch, step: str, code: int
) -> None:
    """One of two files fails once both rows are written. Full: that one is named and the other goes in. Broken:
    neither is there."""
    browser, rows, row = browse("specialist"), list[str](), threading.Event()
    first, one_by_one, sync, replace = list[Path](), threading.Lock(), os.fsync, os.replace

    def fails(part: Path) -> None:
        if part.suffix == UNFINISHED:
            assert row.wait(10)
            with one_by_one:
                first.append(part)
            if part == first[0]:
                raise OSError(code, os.strerror(code))

    def fsync(descriptor: int) -> None:
        fails(Path(f"/proc/self/fd/{descriptor}").readlink())
        sync(descriptor)

    def named(part: Any, path: Any) -> None:
        fails(Path(part))
        replace(part, path)

    def happened(what: str) -> None:
        rows.append(what)
        row.set()

    monkeypatch.setattr(ending, "MOMENT", 10)
    with monkeypatch.context() as patched, watched(browser, happened):
        patched.setattr(os, *(("fsync", fsync) if step == "sync" else ("replace", named)))
        answer = send(browser, "one.txt", "other.txt")
    assert "rollback" in rows[1:]
    if code == errno.ENOSPC:
        assert answer.status_code == 422
        said = re.search(r"Added already: (\w+)\.txt *\. *(\w+)\.txt: There is no room left", text_of(answer.text))
        assert said
        assert set(said.groups()) == {"one", "other"}
        assert (papers(browser), len(stored(browser))) == (1, 1)
    else:
        assert answer.status_code == 500
        assert (papers(browser), stored(browser)) == (0, [])
    assert send(browser, "again.txt").status_code == 303
