"""An installation with a small line: a lead, a specialist, an outside alternate; and browsers of reporters."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from casework.db import Database
from casework.intake.routes import ROUTES, staying
from casework.people import Role
from casework.settings import Settings
from casework.vault import Vault
from casework.web.guesses import Guesses
from tests.application import application
from tests.people.staff import Colleague, enrolled

ORIGIN = "http://127.0.0.1:8000"
SAME = {"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin"}


@dataclass
class Line:
    """Who works here."""

    lead: Colleague
    alternate: Colleague
    specialist: Colleague | None = None


@pytest.fixture
def line(database: Database) -> Line:
    """One lead and one outside alternate: a small organisation."""
    return Line(enrolled(database, "Hanne", Role.LEAD), enrolled(database, "Ines", Role.ALTERNATE))


@pytest.fixture
def settings(tmp_path: Path, database: Database) -> Settings:
    return Settings(
        tmp_path, database.url, tmp_path / "keyring.json", tmp_path / "journal", tmp_path / "files", origin=ORIGIN
    )


@pytest.fixture
def app(settings: Settings, database: Database, keys: Vault, monkeypatch: pytest.MonkeyPatch) -> Litestar:
    monkeypatch.setattr(staying, "guesses", Guesses())
    return application(settings, database=database, vault=keys, routes=ROUTES)


@dataclass
class Browser:
    """A reporter's: it fills in what a form carries of itself, and keeps cookies."""

    client: TestClient[Litestar]
    typed: dict[str, Any] = field(default_factory=dict)

    def get(self, path: str) -> str:
        answer = self.client.get(path, follow_redirects=True)
        assert answer.status_code == 200, answer.text
        return answer.text

    def form(self, path: str = "/report?kind=bullying&site=0") -> dict[str, Any]:
        """The hidden fields of the form at this address."""
        return {**hidden(self.get(path)), "kind": "bullying", "site": "0", "mode": "anonymous", "then": "send"}

    def send(self, typed: dict[str, Any], files: Any = None, path: str = "/report") -> Any:
        parts = [(name, (None, value)) for name, value in flat(typed)] + list(files or [])
        return self.client.post(path, files=parts, headers=SAME)

    def post(self, path: str, typed: dict[str, Any]) -> Any:
        return self.client.post(path, data=typed, headers=SAME, follow_redirects=True)


def flat(typed: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in typed.items():
        for one in value if isinstance(value, list) else [value]:
            yield name, str(one)


def hidden(html: str) -> dict[str, str]:
    return {n: unescape(v) for n, v in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html)}


def receipt_in(html: str) -> str:
    found = re.search(r'name="receipt" value="([0-9A-Z-]{19})"', html)
    assert found, html
    return found[1]


@pytest.fixture
def visitor(app: Litestar) -> Iterator[Callable[[], Browser]]:
    """Another person with a browser of their own."""
    with TestClient(app, base_url=ORIGIN) as first:
        yield lambda: Browser(TestClient(app, base_url=ORIGIN))
        del first


@pytest.fixture
def browser(visitor: Callable[[], Browser]) -> Browser:
    return visitor()
