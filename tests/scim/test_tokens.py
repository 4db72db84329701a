"""Where tokens are made: by the administrator, after step-up, shown once; or on the server's own command line."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import time_machine
from litestar import Litestar
from litestar.testing import TestClient

from casework.db import Database
from casework.scim import tokens
from tests.installation import found
from tests.people.staff import NOW, Colleague
from tests.staff import conftest
from tests.staff.browser import Browser, words

administrator, lead = conftest.administrator, conftest.lead
Browse = Callable[[], Browser]


@pytest.fixture
def browse(app: Litestar) -> Iterator[Browse]:
    """Before the whole application, on the day of these tests."""
    with time_machine.travel(NOW, tick=False) as clock:

        def begin() -> Browser:
            client = TestClient(app, base_url="https://cases.example.org")
            client.follow_redirects = False
            client.headers["Origin"] = "https://cases.example.org"
            return Browser(client, clock)

        yield begin


def living(database: Database) -> list[int]:
    with database.reading() as db:
        return [row.id for row in tokens.living(db)]


def test_the_administrator_makes_one_and_sees_it_once(
    browse: Browse, administrator: Colleague, lead: Colleague, database: Database
) -> None:
    assert browse().sign_in(lead).get("/settings/directory").status_code == 403
    browser = browse().sign_in(administrator)
    assert browser.post("/settings/directory/tokens", nonce="1").headers["location"].startswith("/step-up")
    browser.step_up(administrator)
    [nonce] = re.findall(r'name="nonce" value="([^"]+)"', browser.get("/settings/directory").text)
    page = browser.post("/settings/directory/tokens", nonce=nonce)
    [token] = re.findall(r"casework_scim_[\w-]{43}", page.text)
    assert token not in browser.get("/settings/directory").text
    assert browser.post("/settings/directory/tokens", nonce=nonce).status_code == 303
    [made] = living(database)
    with database.reading() as db:
        assert tokens.of(db, f"Bearer {token}") == made
    assert browser.post(f"/settings/directory/tokens/{made}/end").status_code == 303
    assert living(database) == []
    assert browser.post(f"/settings/directory/tokens/{made}/end").status_code == 404
    assert "None: nothing comes in this way." in words(browser.get("/settings/directory"))


def test_the_command_line_makes_and_ends_them(unfounded_database_url: str, tmp_path: Path) -> None:
    place = found(tmp_path / "casework", unfounded_database_url)
    assert re.search(r"casework_scim_[\w-]{43}", place.casework("scim", "token"))
    assert "1 ended." in place.casework("scim", "end")
    assert "0 ended." in place.casework("scim", "end")
