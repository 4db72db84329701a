"""Links to enrol with let in whom they were made for, and nobody round a lead."""

import re
from collections.abc import Callable

import pytest

from casework.db import Database
from casework.people import Role, accounts, founders, limits
from casework.people.founders import Founder
from casework.people.models import Person
from tests.people.staff import NOW, PASSWORD, Colleague, enrolled

from .browser import Browser, words

Browse = Callable[..., Browser]
MADE = r"https://cases\.example\.org(/enrol/[\w-]+)"


def test_the_administrator_makes_no_link_that_admits(browse: Browse, database: Database) -> None:
    with database.transaction() as db:
        founders.found(
            db, lead=Founder("Ingrid", "i@example.org"), administrator=Founder("Ada", "a@example.org"),
            alternates=[], now=NOW,
        )  # fmt: skip
        waiting = accounts.by_email(db, "i@example.org")
        assert waiting is not None
    administrator = enrolled(database, "Later", Role.ADMINISTRATOR)
    admin = browse().sign_in(administrator).step_up(administrator)
    answer = admin.post(f"/people/{waiting.id}/link")
    assert answer.status_code == 409
    assert "casework link" in words(answer)
    assert not re.search(MADE, answer.text)


def test_a_founders_link_is_made_again_on_the_server_until_they_enrolled(database: Database) -> None:
    with database.transaction() as db:
        founders.found(
            db, lead=Founder("Ingrid", "i@example.org"), administrator=Founder("Ada", "a@example.org"),
            alternates=[], now=NOW,
        )  # fmt: skip
        assert founders.link_again(db, "I@example.org", NOW)
        assert founders.link_again(db, "nobody@example.org", NOW) is None
        person = accounts.by_email(db, "i@example.org")
        assert person is not None
        person.generation = 1
        assert founders.link_again(db, "i@example.org", NOW) is None


def test_a_link_does_not_undo_a_suspension(
    browse: Browse, database: Database, lead: Colleague, specialist: Colleague, administrator: Colleague
) -> None:
    admin = browse().sign_in(administrator).step_up(administrator)
    link = re.search(MADE, admin.post(f"/people/{specialist.id}/link").text)
    assert link
    boss = browse().sign_in(lead).step_up(lead)
    assert boss.post(f"/people/{specialist.id}/suspension").status_code == 303
    assert browse().get(link[1]).status_code == 404
    assert browse().post(link[1], password=PASSWORD, again=PASSWORD).status_code == 404
    with database.reading() as db:
        assert db.get_one(Person, specialist.id).state == "suspended"


@pytest.mark.parametrize("spelt", ["mara@example.org", "ｍara@example.org", "MARA@EXAMPLE．ORG"])
def test_tries_count_however_the_address_is_spelt(browse: Browse, lead: Colleague, spelt: str) -> None:
    browser = browse()
    for _ in range(limits.MOST["account"]):
        assert browser.post("/sign-in", email=lead.email, password="not this one at all").status_code == 422
    assert browser.post("/sign-in", email=spelt, password="not this one at all").status_code == 429
