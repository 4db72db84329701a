"""An installation that trusts the provider of these tests."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import time_machine
from litestar.testing import TestClient

from casework.db import Database
from casework.people import Role, accounts, grants
from casework.people.models import Person
from casework.settings import Provider as Trusted
from casework.settings import Settings
from casework.vault import Vault
from tests.application import application
from tests.staff.conftest import ORIGIN, administrator, lead, settings, specialist
from tests.stage import cast, database, keys, stage

from .browser import Browser
from .provider import SECRET, Provider, running

__all__ = ["administrator", "cast", "database", "keys", "lead", "settings", "specialist", "stage"]


@pytest.fixture(scope="session")
def started_provider() -> Iterator[Provider]:
    with running() as provider:
        yield provider


@pytest.fixture
def provider(started_provider: Provider) -> Provider:
    started_provider.signs_in("nobody")
    return started_provider


@pytest.fixture
def trusting(settings: Settings, provider: Provider) -> Settings:
    trusted = Trusted(provider.issuer, "casework", "the people directory", SECRET)
    roles = {"it-admins": "administrator", "hr-audit": "auditor", "er-leads": "lead"}
    return replace(settings, provider=trusted, roles=roles)


@pytest.fixture
def browse(database: Database, keys: Vault, trusting: Settings) -> Iterator[Callable[[], Browser]]:
    """A browser: each has its own cookies, all are before one application."""
    with time_machine.travel(datetime.now(UTC), tick=True) as clock:
        app = application(trusting, database=database, vault=keys)

        def begin() -> Browser:
            client = TestClient(app, base_url=ORIGIN, raise_server_exceptions=True)
            client.follow_redirects = False
            client.headers["Origin"] = ORIGIN
            return Browser(client, clock)

        yield begin


@pytest.fixture
def newcomer(database: Database) -> tuple[int, str]:
    """Somebody with an account and the one-time link to it: id and token."""
    now = datetime.now(UTC)
    with database.transaction() as db:
        person = accounts.make(db, name="Noor Haddad", email="noor@example.org", by=0, now=now)
        grants.give(db, person.id, Role.SPECIALIST, by=0, now=now)
        return person.id, accounts.invite(db, person, now)


def person(database: Database, id_: int) -> Person:
    with database.reading() as db:
        return db.get_one(Person, id_)
