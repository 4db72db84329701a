"""What a test needs to have a case file made, and to look into it."""

import io
import re
import threading
import zipfile
from pathlib import Path
from typing import Any

import pyrage
from sqlalchemy import select

from casework.legal.models import Export
from tests.cases.pages.browser import Browser, hidden, text_of

PASSPHRASE = "five plain words are enough"
KEY = pyrage.x25519.Identity.generate()
"""What opens it where nothing else is said: a passphrase takes a second each time, on purpose."""
USUAL = ["parties", "steps", "notes_internal", "notes_shared", "messages", "papers", "trail"]


def ask(browser: Browser, *, take: int = 303, **typed: Any) -> str:
    """The form as it stands, filled in; the page that came back, "" when it was taken."""
    path = f"{browser.case}/export"
    page = browser.sure().page("/export")
    sent = {
        **hidden(page, path), "rooms": "file-0", "classes": USUAL, "copies": "redacted", "form": "both", "sure": "1",
        "lock": "key", "recipient": str(KEY.to_public()), **typed,
    }  # fmt: skip
    answer = browser.client.post(path, data=sent)
    assert answer.status_code == take, (answer.status_code, text_of(answer.text)[:1500])
    return "" if take == 303 else str(answer.text)


def made() -> None:
    """Until every case file that was asked for is made, or is not."""
    for thread in threading.enumerate():
        if thread.name == "case file":
            thread.join(60)
            assert not thread.is_alive()


def newest(browser: Browser) -> Export:
    with browser.world.database.reading() as db:
        return db.scalars(select(Export).order_by(Export.asked_at.desc())).first() or Export()


def fetched(browser: Browser) -> bytes:
    """The newest one, as it goes out."""
    path = re.findall(r'href="(/exports/\d+/file)"', browser.client.get("/exports").text)[0]
    answer = browser.sure().client.get(path)
    assert answer.status_code == 200, answer.headers.get("location")
    return bytes(answer.content)


def opened(closed: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(pyrage.decrypt(closed, [KEY])))


def opened_by_passphrase(closed: bytes) -> bytes:
    """As its recipient opens it: out of the ZIP, the key by the passphrase, the file by the key."""
    with zipfile.ZipFile(io.BytesIO(closed)) as both:
        assert both.testzip() is None
        key = pyrage.passphrase.decrypt(both.read("key.age"), PASSPHRASE).decode().strip()
        [name] = [name for name in both.namelist() if name.startswith("file.")]
        assert "age --decrypt --identity key.age" in both.read("How to open it.txt").decode()
        return bytes(pyrage.decrypt(both.read(name), [pyrage.x25519.Identity.from_str(key)]))


def unpacked(bag: zipfile.ZipFile, folder: Path) -> Path:
    """The one folder that a bag has."""
    bag.extractall(folder)
    [only] = list(folder.iterdir())
    return only
