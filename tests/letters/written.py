"""What is done with letters, as those who write them do it on the pages."""

import re
import shutil
import subprocess
from typing import Any

import pytest

from casework.cases.actions import parties
from casework.cases.actions.newcomers import NewParty
from casework.vault import Compartment
from tests.cases.doing import room
from tests.cases.pages.browser import Browser, hidden, text_of

HOSTILE = '#panic("x") $a$ `b` {c} [d] \\#e *f* _g_ = h'
"""Signs that mean something to typst."""


def begun(browser: Browser, kind: str, party: int, **query: str) -> tuple[str, dict[str, Any]]:
    """The page of a new letter, and what its form begins with."""
    asked = "&".join(f"{name}={value}" for name, value in {"kind": kind, "party": party, **query}.items())
    page = browser.page(f"/letters/new?{asked}")
    return page, filled(browser, page)


def filled(browser: Browser, page: str) -> dict[str, Any]:
    found: dict[str, Any] = hidden(page, f"{browser.case}/letters/writing")
    for name, words in re.findall(r'<textarea id="[^"]*" name="([^"]+)"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL):
        found[name] = words.replace("&#39;", "'").replace("&#34;", '"').replace("&amp;", "&")
    for tag in re.findall(r"<input [^>]+>", page):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and 'type="hidden"' not in tag:
            found[name[1]] = value[1] if value else ""
    return found


def sent(browser: Browser, typed: dict[str, Any], then: str, **more: str) -> Any:
    return browser.client.post(f"{browser.case}/letters/writing", data={**typed, **more, "then": then})


def finished(browser: Browser, kind: str, party: int, **more: str) -> str:
    """The address of a letter that is finished."""
    _, typed = begun(browser, kind, party)
    answer = sent(browser, typed, "finish", **more)
    assert answer.status_code == 303, text_of(answer.text)[:3000]
    return str(answer.headers["location"])


def pages_of(browser: Browser, path: str) -> bytes:
    found = re.search(r'href="([^"]+/papers/\d+)"', browser.page(path))
    assert found is not None
    return bytes(browser.client.get(found[1]).content)


def words_of(pdf: bytes) -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("no pdftotext: install poppler-utils")
    said = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    return " ".join(said.split())


def witness(browser: Browser, name: str = "Mara Quist", role: str = "witness") -> int:
    cast = browser.world.cast
    with cast.database.transaction() as db:
        case = cast.case(db)
        file = room(db, cast["specialist"], case, Compartment.FILE)
        return parties.add(
            db, case, file, NewParty(role, name), by=cast["specialist"], version=case.version
        ).id  # fmt: skip
