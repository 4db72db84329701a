"""Files of a report: sealed, cleaned, kept over an error, refused in words."""

import errno
import io
import os
import threading
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import func, select

from casework import vault
from casework.cases.models import Case, Paper, Party
from casework.db import Database
from casework.files import Store, StoreFull, Writer
from casework.intake.models import PendingFile
from casework.settings import Settings
from casework.vault import Compartment, Vault
from casework.vault.room import Room

from .conftest import SAME, Browser, Line, hidden, receipt_in

PLACE = b"taken at the back door"


def photo(said: str = PLACE.decode()) -> bytes:
    made, exif = io.BytesIO(), Image.Exif()
    exif[0x010E] = said
    Image.new("RGB", (40, 30), "teal").save(made, "JPEG", exif=exif)
    return made.getvalue()


def part(name: str, data: bytes, kind: str = "application/octet-stream") -> tuple[str, tuple[str, bytes, str]]:
    return "files", (name, data, kind)


def stored(settings: Settings) -> list[Path]:
    return [path for path in settings.files.rglob("*") if path.is_file()]


def papers(database: Database) -> list[Paper]:
    with database.reading() as db:
        return list(db.scalars(select(Paper).order_by(Paper.position, Paper.room)))


def opened(database: Database, keys: Vault, store: Store, room: Room, paper: Paper) -> tuple[str, bytes]:
    key = room.open_bytes(Paper.file_key, paper.id, paper.file_key)
    chunks = store.read(paper.file_id)
    return room.open(Paper.name, paper.id, paper.name), b"".join(vault.files.decrypt(keys, paper.file_id, key, chunks))


def test_a_photo_is_cleaned_for_the_file_and_whole_in_identity(
    browser: Browser, line: Line, database: Database, keys: Vault, settings: Settings
) -> None:
    data, store = photo(), Store(settings.files)
    assert PLACE in data
    answer = browser.send(browser.form() | {"what": "x"}, [part("IMG_anna.jpg", data)])
    assert answer.status_code == 200
    copy, original = papers(database)
    assert (copy.room, original.room, copy.copy_of) == ("file", "identity", original.id)
    with database.reading() as db:
        party = db.scalars(select(Party)).one()
        file = vault.rooms.enter(db, line.lead.holder, copy.case_id, Compartment.FILE)
        identity = vault.rooms.enter(db, line.lead.holder, copy.case_id, Compartment.IDENTITY, party.id)
    name, cleaned = opened(database, keys, store, file, copy)
    assert name == "Paper 1.jpg"
    assert PLACE not in cleaned
    assert Image.open(io.BytesIO(cleaned)).size == (40, 30)
    assert opened(database, keys, store, identity, original) == ("IMG_anna.jpg", data)


def test_what_cannot_be_cleaned_goes_whole_to_identity(browser: Browser, line: Line, database: Database) -> None:
    mail = b"From: a@example.org\r\nTo: b@example.org\r\nDate: Mon, 2 Nov 2026 09:00:00 +0000\r\n\r\nHello\r\n"
    assert browser.send(browser.form() | {"what": "x"}, [part("mail.eml", mail)]).status_code == 200
    (only,) = papers(database)
    assert (only.room, only.copy_of, only.type) == ("identity", None, "eml")


def test_a_refused_file_is_named_and_the_rest_is_kept(
    browser: Browser, line: Line, database: Database, settings: Settings
) -> None:
    files = [part("rota.txt", b"mon tue wed"), part("tool.exe", b"MZ\x90\x00" * 400)]
    answer = browser.send(browser.form() | {"what": "Kept."}, files)
    assert answer.status_code == 422
    assert "“tool.exe” was not taken. This is a program or a script." in answer.text
    assert "rota.txt, 11 bytes" in answer.text
    assert len(stored(settings)) == 1
    tokens = _ticked(answer.text)
    again = browser.send(browser.form() | hidden(answer.text) | {"what": "Kept.", "keep": tokens})
    assert again.status_code == 200
    assert [paper.type for paper in papers(database)] == ["text", "text"]
    with database.reading() as db:
        assert db.scalar(select(func.count()).select_from(PendingFile)) == 0


def test_an_unticked_file_is_left_out(browser: Browser, line: Line, database: Database) -> None:
    answer = browser.send(browser.form() | {"what": ""}, [part("rota.txt", b"mon tue wed")])
    assert _ticked(answer.text)
    assert browser.send(browser.form() | hidden(answer.text) | {"what": "x"}).status_code == 200
    assert papers(database) == []


def test_a_kept_file_survives_two_errors_and_a_double_click(browser: Browser, line: Line, database: Database) -> None:
    first = browser.send(browser.form() | {"what": ""}, [part("rota.txt", b"mon tue wed")])
    second = browser.send(browser.form() | hidden(first.text) | {"what": "", "keep": _ticked(first.text)})
    typed = browser.form() | hidden(second.text) | {"what": "x", "keep": _ticked(second.text)}
    receipts = {receipt_in(browser.send(typed).text) for _ in range(2)}
    assert len(receipts) == 1
    assert len(papers(database)) == 2


def test_a_kept_file_of_somebody_else_opens_for_nobody(browser: Browser, line: Line, database: Database) -> None:
    answer = browser.send(browser.form() | {"what": ""}, [part("rota.txt", b"mon tue wed")])
    (token,) = _ticked(answer.text)
    number, _, sealed = token.partition(".")
    forged = f"{int(number) + 1}.{sealed}"
    for bad in (forged, "1.", "x", "9" * 400, token[:-4]):
        reply = browser.send(browser.form() | {"what": "x", "keep": bad})
        assert reply.status_code == 422
        assert "is not here any more" in reply.text
    assert papers(database) == []


def test_eleven_files_are_one_too_many(browser: Browser, line: Line, database: Database) -> None:
    files = [part(f"n{n}.txt", b"text %d" % n) for n in range(11)]
    answer = browser.send(browser.form() | {"what": "x"}, files)
    assert answer.status_code == 422
    assert "one too many" in answer.text
    assert len(_ticked(answer.text)) == 10


@pytest.mark.parametrize("cut", [200, 600, 5000])
def test_a_truncated_upload_leaves_nothing(
    browser: Browser, line: Line, database: Database, settings: Settings, cut: int
) -> None:
    body = (
        b'--b\r\nContent-Disposition: form-data; name="what"\r\n\r\nx\r\n'
        b'--b\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n' + b"words " * 2000
    )
    headers = {**SAME, "Content-Type": "multipart/form-data; boundary=b"}
    answer = browser.client.post("/report", content=body[:cut], headers=headers)
    assert answer.status_code == 400
    assert stored(settings) == []
    with database.reading() as db:
        assert db.scalar(select(func.count()).select_from(Case)) == 0


def test_a_full_disk_turns_no_report_away(
    browser: Browser, line: Line, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    create = Store.create

    def full(self: Store, file_id: int) -> Writer:
        if fulls:
            raise StoreFull
        fulls.append(file_id)
        return create(self, file_id)

    fulls: list[int] = []
    typed = browser.form() | {"what": "x"}
    monkeypatch.setattr(Store, "create", full)
    assert browser.send(typed, [part("rota.txt", b"mon tue wed")]).status_code == 200
    (only,) = papers(database)
    assert (only.room, only.file_id) == ("identity", fulls[0])
    refused = browser.send(browser.form() | {"what": "Kept."}, [part("rota.txt", b"mon tue wed")])
    assert refused.status_code == 422
    assert "There is no room left to store files." in refused.text
    assert "Kept." in refused.text


def test_a_file_that_the_disk_does_not_keep_waits_for_nothing(
    browser: Browser, line: Line, database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The form is refused for another reason too: the file that is whole is kept for the next try, the other is not."""
    sync, full, one_by_one = os.fsync, list[Path](), threading.Lock()

    def fsync(descriptor: int) -> None:
        held = Path(f"/proc/self/fd/{descriptor}").readlink()
        with one_by_one:
            full.extend([held] if held.suffix == ".part" else [])
        if held in full[:1]:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        sync(descriptor)

    typed = browser.form() | {"what": "", "place": "Bay 3"}
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", fsync)
        answer = browser.send(typed, [part("rota.txt", b"mon tue wed"), part("plan.txt", b"mon tue wed")])
    assert answer.status_code == 422
    assert "was not taken. There is no room left to store files." in answer.text
    assert "Bay 3" in answer.text
    assert len(_ticked(answer.text)) == 1
    with database.reading() as db:
        (pending,) = db.scalars(select(PendingFile.file_id))
    assert [path.name for path in stored(settings)] == [f"{pending:016x}"]


def _ticked(html: str) -> list[str]:
    import re

    return re.findall(r'name="keep" value="([^"]+)" checked', html)
