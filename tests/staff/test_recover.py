"""A forgotten password: recovery code and phone together, and nothing less."""

from collections.abc import Callable

import pytest

from casework.db import Database
from casework.people import limits, sessions
from tests.people.staff import PASSWORD, Colleague, code

from .browser import Browser, words

Browse = Callable[..., Browser]
NEW = "an umbrella in the fruit bowl"


def typed(who: Colleague, browser: Browser, **changes: str) -> dict[str, str]:
    fields = {"email": who.email, "recovery_code": who.recovery_code, "code": code(who.totp, browser.now)}
    return {**fields, "password": NEW, "again": NEW, **changes}


def test_a_new_password_for_the_same_key(browse: Browse, database: Database, lead: Colleague) -> None:
    old = browse().sign_in(lead)
    browser = browse()
    browser.wait(seconds=30)
    once = code(lead.totp, browser.now)
    assert browser.post("/recover", **typed(lead, browser)).headers["location"] == "/sign-in?recovered=1"
    assert old.get("/me").status_code == 303, "every session has ended"
    assert browser.first_step(lead).status_code == 422
    assert browser.first_step(lead, NEW).status_code == 303
    assert browser.post("/second-factor", code=once).status_code == 422, "that code was used"
    browser.wait(seconds=30)
    browser.post("/second-factor", code=code(lead.totp, browser.now))
    actor = sessions.find(database, browser.cookie, browser.now)
    assert actor is not None
    assert actor.holder == lead.holder
    assert actor.admitted


@pytest.mark.parametrize(
    "change",
    [{"recovery_code": "AAAA-" * 6 + "AA"}, {"recovery_code": "x"}, {"code": "000000"}, {"email": "x@example.org"}],
)
def test_nothing_less_does_and_the_answer_is_one(browse: Browse, lead: Colleague, change: dict[str, str]) -> None:
    browser = browse()
    answer = browser.post("/recover", **typed(lead, browser, **change))
    assert answer.status_code == 422
    assert "These do not fit together" in words(answer)
    assert browser.first_step(lead, PASSWORD).status_code == 303


def test_tries_are_limited_and_weak_passwords_refused(browse: Browse, lead: Colleague) -> None:
    browser = browse()
    assert browser.post("/recover", **typed(lead, browser, password="short", again="short")).status_code == 422
    for _ in range(limits.MOST["account"]):
        assert browser.post("/recover", **typed(lead, browser, code="000000")).status_code == 422
    answer = browser.post("/recover", **typed(lead, browser))
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "900")
