"""A marker in everything that a reporter can type or send: afterwards it is nowhere in the clear."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import LargeBinary, inspect

from casework.db import Base, Database, utc_now
from casework.people.models import Setting
from casework.settings import Settings

from .conftest import Browser, Line, receipt_in
from .test_files import part, photo

MARK = "kanarienvogel"
ADDRESS = "203.0.113.77"
PHOTO = photo(MARK)
CLIENT = ("httpx", "httpcore", "asyncio")
"""What the test's own browser logs of itself."""
FIELDS = ("what", "happened_on", "place", "people", "wants", "access", "name", "contact")


@pytest.fixture(autouse=True)
def _everything_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)


def said(marker: str) -> dict[str, str]:
    return {name: f"{marker} {name}" for name in FIELDS}


def exercise(browser: Browser, mode: str) -> list[str]:
    """Errors, a draft, a report, the page after; the receipts that were shown."""
    files = [part(f"{MARK}.txt", f"{MARK} in a file".encode()), part(f"{MARK}.exe", b"MZ\x90\x00" * 400)]
    refused = browser.send(browser.form() | said(MARK) | {"mode": mode}, files)
    assert refused.status_code == 422
    draft = browser.send(browser.form() | said(MARK) | {"mode": mode, "then": "draft"}, files[:1])
    sent = browser.send(browser.form() | said(MARK) | {"mode": mode}, [files[0], part(f"{MARK}.jpg", PHOTO)])
    assert sent.status_code == 200
    receipt = receipt_in(sent.text)
    browser.post("/follow", {"receipt": receipt, "message": MARK})
    browser.send({"message": MARK}, files[:1], path="/follow/messages")
    browser.send({"message": MARK}, files[1:], path="/follow/messages")
    browser.post("/follow/companion", {"who": MARK})
    browser.post("/follow/withdrawal", {"words": MARK})
    named = {"mode": "named", "name": MARK, "contact": MARK, "sure": "yes"}
    assert browser.post("/follow/name", named).status_code in {200, 422}
    browser.post("/follow", {"receipt": MARK})
    browser.client.get(f"/{MARK}", headers={"X-Forwarded-For": ADDRESS})
    return [receipt, receipt_in(draft.text)]


def everything_kept(database: Database, folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every byte on disk, and every value of every row as the database gives it."""
    for path in folder.rglob("*"):
        if path.is_file():
            yield str(path), path.read_bytes()
    if database.is_sqlite:
        for name in (database.url.removeprefix("sqlite:///") + end for end in ("", "-wal")):
            if Path(name).is_file():
                yield name, Path(name).read_bytes()
    with database.reading() as db:
        for table in Base.metadata.sorted_tables:
            for row in db.execute(table.select()):
                for value in row:
                    yield table.name, value if isinstance(value, bytes) else str(value).encode()


@pytest.mark.parametrize("mode", ["anonymous", "confidential", "named"])
def test_nothing_typed_or_sent_is_kept_in_the_clear(
    browser: Browser,
    line: Line,
    database: Database,
    settings: Settings,
    caplog: pytest.LogCaptureFixture,
    mode: str,
) -> None:
    receipts = exercise(browser, mode)
    wanted = [MARK, *receipts, *(receipt.replace("-", "") for receipt in receipts), ADDRESS, "testclient"]
    ours = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith(CLIENT))
    places = [*everything_kept(database, settings.folder), ("log", ours.encode())]
    for name, data in places:
        for marker in wanted:
            for encoded in (marker.encode(), marker.encode("utf-16-le"), marker.upper().encode()):
                assert encoded not in data, f"{marker} in {name}"


def test_the_marker_would_be_found(database: Database, settings: Settings) -> None:
    """The search itself works: a mark in the clear is seen in a file and in a row."""
    (settings.folder / "left behind").write_text(MARK)
    with database.transaction() as db:
        db.add(Setting(name=MARK, value="1", changed_by=0, changed_at=utc_now()))
    found = {
        name.rsplit("/", 1)[-1] for name, data in everything_kept(database, settings.folder) if MARK.encode() in data
    }
    assert {"left behind", "setting"} <= found


def test_an_error_says_nothing_of_what_was_typed(
    browser: Browser, line: Line, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    from casework.intake.actions import report

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError(f"the statement was {MARK}")

    monkeypatch.setattr(report, "send", broken)
    answer = browser.send(browser.form() | said(MARK))
    assert answer.status_code == 500
    assert MARK not in answer.text
    assert MARK not in caplog.text
    assert "RuntimeError" in caplog.text


def test_every_sealed_column_of_intake_is_bytes(database: Database) -> None:
    columns = {
        (table.name, column.name)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if column.info.get("tier") == "compartment" and not isinstance(column.type, LargeBinary)
    }
    assert columns == set()
    assert "report_draft" in inspect(database.engine).get_table_names()
