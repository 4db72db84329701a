"""Signing in with the provider: first by a one-time link, then by what the provider says; and proving it again."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from casework.audit.models import TrailEntry
from casework.db import Base, Database
from casework.people import Role, admissions, custody, grants, role_claims
from casework.people.models import Person, SsoSubject
from tests.people.staff import Colleague
from tests.staff.browser import words

from .browser import STARTED, Browser
from .provider import Provider

Browse = Callable[[], Browser]


def enrolled(browse: Browse, provider: Provider, newcomer: tuple[int, str], subject: str = "noor-1") -> Browser:
    """The newcomer used their link with the provider."""
    browser = browse()
    provider.signs_in(subject)
    answer = browser.through(f"/enrol/{newcomer[1]}/sso")
    assert (answer.status_code, answer.headers["location"]) == (303, "/signed-in")
    return browser


def admitted(database: Database, person_id: int) -> None:
    with database.transaction() as db:
        admissions.admit(db, person_id, 1, by=1, now=datetime.now(UTC))


def tags(database: Database) -> list[str]:
    with database.reading() as db:
        return [entry.tag for entry in db.scalars(select(TrailEntry).order_by(TrailEntry.seq))]


def test_the_first_time_needs_the_link_and_makes_a_key_that_waits_for_a_lead(
    browse: Browse, provider: Provider, newcomer: tuple[int, str], database: Database
) -> None:
    browser = enrolled(browse, provider, newcomer)
    assert browser.get("/signed-in").headers["location"] == "/waiting"
    with database.reading() as db:
        assert db.get_one(Person, newcomer[0]).generation == 1
        assert custody.kept(db) == {newcomer[0]}
        assert admissions.of(db, newcomer[0], 1) is None
    assert {"person:enrolled", "custody:handed in", "session:signed in"} <= set(tags(database))
    assert browse().get(f"/enrol/{newcomer[1]}/sso").status_code == 404, "the link is used up"


def test_afterwards_the_provider_is_enough_and_the_way_leads_on(
    browse: Browse, provider: Provider, newcomer: tuple[int, str], database: Database
) -> None:
    enrolled(browse, provider, newcomer)
    admitted(database, newcomer[0])
    browser = browse()
    answer = browser.through("/sso/start?next=/cases%3Fkind%3Dharassment")
    assert answer.headers["location"] == "/signed-in?next=/cases%3Fkind%3Dharassment"
    assert browser.get(answer.headers["location"]).headers["location"] == "/cases?kind=harassment"
    assert browser.get("/desk").status_code == 200
    assert browser.client.cookies.get(STARTED) is None, "it is of no use any more"


@pytest.mark.parametrize("next_", ["https://evil.example/", "//evil.example", "/\\evil.example", "/sso/start"])
def test_it_leads_to_no_place_elsewhere(
    browse: Browse, provider: Provider, newcomer: tuple[int, str], database: Database, next_: str
) -> None:
    enrolled(browse, provider, newcomer)
    answer = browse().through(f"/sso/start?next={next_}")
    assert answer.headers["location"] == "/signed-in"


def test_what_is_read_with_the_key_is_read_again_after_the_next_sign_in(
    browse: Browse, provider: Provider, newcomer: tuple[int, str], database: Database
) -> None:
    enrolled(browse, provider, newcomer)
    with database.reading() as db:
        person = db.get_one(Person, newcomer[0])
        first = custody.open_(db, person)
        rows = [row for table in Base.metadata.sorted_tables for row in db.execute(table.select())]
    assert first is not None
    kept = [value if isinstance(value, bytes) else str(value).encode() for row in rows for value in row]
    assert not any(secret in value for value in kept for secret in (first, first.hex().encode(), b"noor-1"))
    browser = browse()
    browser.through()
    assert words(browser.get("/me")).count("kept by the server") == 1


def test_there_is_a_way_in_on_the_sign_in_page_and_none_without_a_provider(browse: Browse) -> None:
    assert "Sign in with the people directory" in words(browse().get("/sign-in"))


def test_claims_give_roles_that_hold_no_case_and_propose_the_others(
    browse: Browse, provider: Provider, newcomer: tuple[int, str], database: Database, lead: Colleague
) -> None:
    enrolled(browse, provider, newcomer)
    admitted(database, newcomer[0])
    provider.signs_in("noor-1", groups=["hr-audit", "er-leads", "unknown"])
    browse().through()
    with database.reading() as db:
        assert grants.roles_of(db, newcomer[0]) == {Role.SPECIALIST, Role.AUDITOR}
        assert role_claims.proposals(db) == {newcomer[0]: [Role.LEAD]}
    assert "role:proposed" in tags(database)
    provider.signs_in("noor-1", groups=[])
    browse().through()
    with database.reading() as db:
        assert grants.roles_of(db, newcomer[0]) == {Role.SPECIALIST}
        assert role_claims.proposals(db) == {}


def test_stepping_up_asks_the_provider_again(
    browse: Browse, provider: Provider, newcomer: tuple[int, str], database: Database
) -> None:
    browser = enrolled(browse, provider, newcomer)
    admitted(database, newcomer[0])
    assert browser.get("/me/key/own").headers["location"] == "/step-up?next=/me/key/own"
    page = browser.get("/step-up?next=/me/key/own")
    assert "Prove it with the people directory" in words(page)
    assert 'name="password"' not in page.text
    before = browser.cookie
    answer = browser.through("/sso/step-up?next=/me/key/own")
    assert answer.headers["location"] == "/me/key/own"
    assert browser.cookie != before
    assert browser.get("/me/key/own").status_code == 200
    assert "session:stepped up" in tags(database)


def test_a_page_of_passwords_says_that_there_is_none(
    browse: Browse, provider: Provider, newcomer: tuple[int, str], database: Database
) -> None:
    browser = enrolled(browse, provider, newcomer)
    admitted(database, newcomer[0])
    browser.through("/sso/step-up?next=/desk")
    answer = browser.post("/me/password", password="a kettle sings in the hall", again="a kettle sings in the hall")
    assert answer.status_code == 409
    assert "no password here" in words(answer)
    with database.reading() as db:
        assert len(db.scalars(select(SsoSubject)).all()) == 1
