"""`casework mail`: the outbox once, by hand or by a timer."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from casework.db import Database
from casework.mail import Notice, open_office, tell
from casework.mail.models import Outbox
from casework.people import Role
from casework.settings import Settings
from casework.vault import Vault
from tests.installation import Installation, found
from tests.mail.server import SENDER, PostOffice, certificate, opened
from tests.people.staff import enrolled


@pytest.fixture
def place(unfounded_database_url: str, tmp_path: Path) -> Installation:
    return found(tmp_path / "casework", unfounded_database_url)


@pytest.fixture
def queue(place: Installation, tmp_path: Path) -> Callable[[], int]:
    """Something to send; how many wait."""
    settings = Settings.from_environment({**place.environment, **addresses(1)})
    database = Database(settings.database_url, {"vault": Vault.load(settings.keyring)})
    open_office(database, settings)
    who = enrolled(database, "Mara", Role.LEAD)
    with database.transaction() as db:
        tell(db, Notice.PASSWORD_CHANGED, to=[who.id])

    def waiting() -> int:
        with database.reading() as db:
            return len(db.scalars(select(Outbox.id)).all())

    return waiting


def addresses(port: int) -> dict[str, str]:
    return {"CASEWORK_MAIL": f"smtps://127.0.0.1:{port}", "CASEWORK_MAIL_FROM": SENDER}


def test_it_sends_what_waits_and_says_how_much(place: Installation, queue: Callable[[], int], tmp_path: Path) -> None:
    trusted, office = certificate(tmp_path), PostOffice()
    assert queue() == 1
    with opened(office, trusted):
        told = place.casework("mail", **addresses(office.port), SSL_CERT_FILE=str(trusted))
        assert told == "1 sent, 0 refused for now, 0 given up.\n"
        assert place.casework("mail", **addresses(office.port), SSL_CERT_FILE=str(trusted)).startswith("0 sent")
    assert (len(office.mails), queue()) == (1, 0)


def test_it_says_why_nothing_gets_out(place: Installation, queue: Callable[[], int]) -> None:
    with pytest.raises(AssertionError):
        place.casework("mail", **addresses(PostOffice().port))
    assert queue() == 1


def test_without_a_server_it_says_what_to_set(place: Installation) -> None:
    with pytest.raises(AssertionError, match="CASEWORK_MAIL_FROM"):
        place.casework("mail")
