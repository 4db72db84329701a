"""The application with a browser's manners: an origin, cookies, no following of redirects."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import time_machine
from litestar import Litestar
from litestar.testing import TestClient

from casework.db import Database
from casework.people import Role
from casework.settings import Settings
from casework.staff.routes import ROUTES
from casework.vault import Vault
from tests.application import application
from tests.people.staff import NOW, Colleague, enrolled

from .browser import Browser

ORIGIN = "https://cases.example.org"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        folder=tmp_path,
        database_url="",
        keyring=tmp_path / "keyring.json",
        journal=tmp_path / "journal",
        files=tmp_path / "files",
        origin=ORIGIN,
    )


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """It is NOW until a test moves it."""
    with time_machine.travel(NOW, tick=False) as moved:
        yield moved


@pytest.fixture
def browse(
    database: Database, keys: Vault, settings: Settings, clock: time_machine.Traveller
) -> Callable[..., Browser]:
    """Open a browser; with `demo=True`, or behind a proxy, on an installation of that sort."""
    opened: list[TestClient[Litestar]] = []

    def begin(**changes: object) -> Browser:
        changed = replace(settings, **changes)  # type: ignore[arg-type]
        app = application(changed, database=database, vault=keys, routes=ROUTES)
        client = TestClient(app, base_url=ORIGIN, raise_server_exceptions=True)
        client.follow_redirects = False
        client.headers["Origin"] = ORIGIN
        opened.append(client)
        return Browser(client, clock)

    return begin


@pytest.fixture
def lead(database: Database) -> Colleague:
    return enrolled(database, "Mara", Role.LEAD)


@pytest.fixture
def administrator(database: Database) -> Colleague:
    return enrolled(database, "Ada", Role.ADMINISTRATOR)


@pytest.fixture
def specialist(database: Database) -> Colleague:
    return enrolled(database, "Tom", Role.SPECIALIST)
