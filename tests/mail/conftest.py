"""An installation that can send mail, and somebody to send it to."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine

from casework.db import Database
from casework.mail import Office
from casework.people import Role
from tests.people.staff import NOW, Colleague, enrolled

from .server import PostOffice, certificate, opened

ORIGIN = "https://cases.example.org"


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as moved:
        yield moved


@pytest.fixture
def database(database: Database) -> Database:
    database.carry(mail=Office(ORIGIN))
    return database


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The certificate of the server, which the system trusts."""
    path = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    return path


@pytest.fixture
def office(trusted: Path) -> Iterator[PostOffice]:
    """A server that takes everything, with TLS from the first byte."""
    made = PostOffice()
    with opened(made, trusted):
        yield made


@pytest.fixture
def lead(database: Database) -> Colleague:
    return enrolled(database, "Mara", Role.LEAD)
