"""A database that is locked, a disk that is full, a row or a file that was damaged: said plainly, nothing half done."""

import errno
import os
import re
import threading
import time
from typing import Any

import pytest
from litestar.testing import TestClient
from sqlalchemy import create_engine, event, func, select, text, update

from casework.audit import verify
from casework.cases.models import Case, Note
from casework.db import Database
from casework.vault.models import CaseSecret
from tests.cast import SECRET

from .world import World

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
PICTURE = b"monday night, tuesday night\n" * 40_000


def report(
    client: TestClient[Any], what: str, files: list[tuple[str, bytes]] | None = None, *, then: str = "send"
) -> Any:
    page = client.get("/report?kind=bullying&site=0").text
    fields = dict(HIDDEN.findall(page)) | {"kind": "bullying", "site": "0", "mode": "anonymous", "then": then}
    parts: list[Any] = [(name, (None, value)) for name, value in (fields | {"what": what, "place": "Bay 3"}).items()]
    return client.post("/report", files=parts + [("files", file) for file in files or []])


def cases(database: Database) -> int:
    with database.reading() as db:
        assert verify(db) == []
        return db.scalar(select(func.count()).select_from(Case)) or 0


def test_a_database_locked_for_five_seconds_only_takes_longer(world: World) -> None:
    locked = threading.Event()

    def hold() -> None:
        other = create_engine(world.database.url)
        with other.connect() as connection:
            if world.database.is_sqlite:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            else:
                connection.execute(text("LOCK TABLE trail_head IN ACCESS EXCLUSIVE MODE"))
            locked.set()
            time.sleep(5)
            connection.rollback()
        other.dispose()

    holder = threading.Thread(target=hold)
    holder.start()
    locked.wait()
    answer = report(world.client(), "While it was locked.")
    holder.join()
    assert answer.status_code == 200
    assert cases(world.database) == 2


def test_a_full_disk_takes_no_file_and_keeps_what_was_typed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(os, "write", full)
        patched.setattr(os, "pwrite", full)
        answer = report(world.client(), "It goes on.", [("rota.txt", PICTURE)])
    assert answer.status_code in (422, 503)
    assert "Bay 3" in answer.text or answer.status_code == 503
    assert cases(world.database) == 1
    assert [path for path in (world.folder / "files").rglob("*") if path.is_file()] == []
    assert report(world.client(), "It goes on.", [("rota.txt", PICTURE)]).status_code == 200


def test_a_full_database_says_so_and_keeps_nothing_half(world: World) -> None:
    if not world.database.is_sqlite:
        pytest.skip("PostgreSQL's own disk cannot be filled from here; SQLite's limit stands for it")

    def full(connection: Any, _record: Any, _proxy: Any) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")

    event.listen(world.database.engine, "checkout", full)
    answer = report(world.client(), "It goes on. " * 900)
    event.remove(world.database.engine, "checkout", full)
    assert answer.status_code == 503
    assert "nothing was saved" in answer.text
    world.database.dispose()
    assert cases(world.database) == 1
    assert report(world.client(), "It goes on.").status_code == 200


@pytest.mark.parametrize("column", ["narrative", "title"])
def test_a_damaged_text_is_named_and_the_rest_is_read(world: World, column: str) -> None:
    client, number = world.client(world.cast["specialist"]), world.cast.number
    note(client, number, "Talked with the planning office.")
    with world.database.transaction() as db:
        sealed = getattr(world.cast.case(db), column)
        db.execute(update(Case).where(Case.number == number).values({column: sealed[:-1] + bytes([sealed[-1] ^ 1])}))
    page = client.get(f"/cases/{number}")
    assert page.status_code == 200
    assert "cannot be opened" in page.text
    assert "Talked with the planning office." in page.text
    assert (SECRET in page.text) == (column == "title")
    assert client.get("/cases").status_code == 200


def test_a_damaged_note_is_named_and_the_others_are_read(world: World) -> None:
    client, number = world.client(world.cast["specialist"]), world.cast.number
    for words in ("First of two.", "Second of two."):
        note(client, number, words)
    with world.database.transaction() as db:
        row = db.scalars(select(Note).order_by(Note.at)).first()
        assert row is not None
        row.text = row.text[: len(row.text) // 2]
    page = client.get(f"/cases/{number}").text
    assert "cannot be opened" in page
    assert ("First of two." in page, "Second of two." in page) == (False, True)
    assert SECRET in page


def test_a_case_whose_secret_is_damaged_keeps_no_other_from_being_read(world: World) -> None:
    client, number = world.client(world.cast["specialist"]), world.cast.number
    with world.database.transaction() as db:
        row = db.get_one(CaseSecret, world.cast.case(db).id)
        row.wrapped = row.wrapped[:-1] + bytes([row.wrapped[-1] ^ 1])
    for path in ("/desk", "/cases", f"/cases/{number}"):
        assert client.get(path).status_code == 200, path
    page = client.get(f"/cases/{number}").text
    assert "cannot be opened" in page
    assert SECRET not in page


def note(client: TestClient[Any], number: str, words: str) -> None:
    page = client.get(f"/cases/{number}").text
    form = next(part for part in page.split("<form") if f'action="/cases/{number}/notes"' in part)
    answer = client.post(
        f"/cases/{number}/notes", data=dict(HIDDEN.findall(form)) | {"readers": "internal", "text": words}
    )
    assert answer.status_code == 303, answer.text
