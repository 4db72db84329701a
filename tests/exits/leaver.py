"""Somebody who leaves, with a telephone of their own: in by the link or the code, and every form as the page has it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from casework.db import Database, utc_now
from casework.exits.models import Exit
from casework.exits.routes import visit
from casework.settings import Settings
from casework.vault import Vault
from casework.web.guesses import Guesses
from tests.application import application

from .people import House

ORIGIN = "http://127.0.0.1:8000"
SAME = {"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin"}


class Fields(HTMLParser):
    """What a browser would send of the first form with this action, and what the page shows of it."""

    def __init__(self, action: str) -> None:
        super().__init__()
        self.action, self.inside, self.off, self.text = action, False, 0, ""
        self.found: list[tuple[str, str]] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = said.get("action") == self.action
        if tag == "fieldset" and (self.off or "disabled" in said):
            self.off += 1
        if not self.inside or self.off:
            return
        name = said.get("name", "")
        if tag in ("input", "textarea"):
            self.seen.add(name)
        if tag == "textarea":
            self.text = name
        if tag == "input" and (said.get("type") not in ("radio", "checkbox") or "checked" in said):
            self.found.append((name, said.get("value", "")))

    def handle_data(self, data: str) -> None:
        if self.text:
            self.found.append((self.text, data.strip()))
            self.text = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "fieldset" and self.off:
            self.off -= 1
        if tag == "form":
            self.inside = False


@dataclass
class Phone:
    """`base`: /exit, or the link."""

    client: TestClient[Litestar]
    base: str
    typed: dict[str, list[str]] = field(default_factory=dict)

    def get(self, path: str = "", **more: Any) -> Any:
        return self.client.get(self.base + path, **more)

    def post(self, path: str, typed: dict[str, Any], *, follow: bool = False) -> Any:
        return self.client.post(path, data=typed, headers=SAME, follow_redirects=follow)

    def questions(self) -> Fields:
        answer = self.get("/questions")
        assert answer.status_code == 200, answer.text
        found = Fields(f"{self.base}/questions")
        found.feed(answer.text)
        return found

    def fill(self, then: str = "save", *, follow: bool = True, **answers: str | list[str]) -> Any:
        """Open the form, answer some of what it shows, press a button. Names with _ for -."""
        page = self.questions()
        form: dict[str, list[str]] = {}
        for name, value in page.found:
            form.setdefault(name, []).append(value)
        for short, said in answers.items():
            name = f"q-{short.replace('_', '-')}"
            assert name in page.seen, f"the page does not ask {name}"
            form[name] = said if isinstance(said, list) else [said]
        self.typed = {**form, "then": [then]}
        return self.post(f"{self.base}/questions", self.typed, follow=follow)


def hidden(html: str, action: str) -> dict[str, str]:
    """The hidden fields of the form that goes there."""
    part = html.split(f'action="{action}"', 1)[1].split("</form>", 1)[0]
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', part)
    return {name: unescape(value) for name, value in found}


@pytest.fixture
def app(tmp_path: Path, database: Database, keys: Vault, monkeypatch: pytest.MonkeyPatch) -> Litestar:
    monkeypatch.setattr(visit, "guesses", Guesses())
    own = tmp_path / "keyring.json", tmp_path / "journal", tmp_path / "files"
    return application(Settings(tmp_path, database.url, *own, origin=ORIGIN), database=database, vault=keys)


@pytest.fixture
def phone(app: Litestar) -> Iterator[Callable[[str], Phone]]:
    with TestClient(app, base_url=ORIGIN) as first:
        yield lambda base: Phone(TestClient(app, base_url=ORIGIN), base)
        del first


@pytest.fixture
def invited(house: House) -> tuple[Exit, str, str]:
    """The exit, the path of its link and its code."""
    exit_ = house.planned()
    ticket = house.invite(exit_, now=utc_now())
    return exit_, ticket.path, ticket.code


Phones = Callable[[str], Phone]
Invited = tuple[Exit, str, str]
