"""Enrolling: a link that only a POST uses up, a code typed back, a phone, and a key pair of one's own."""

import re
from collections.abc import Callable
from html import unescape

import httpx
import pytest
from sqlalchemy import select

from casework import vault
from casework.db import Database
from casework.people import Role, founders, sessions
from casework.people.founders import Founder, Invitation
from casework.people.models import Credential, OneTimeLink, Person
from casework.vault import HolderKind
from tests.people.staff import NOW, PASSWORD, code

from .browser import Browser, words

Browse = Callable[..., Browser]


@pytest.fixture
def invitations(database: Database) -> list[Invitation]:
    with database.transaction() as db:
        return founders.found(
            db,
            lead=Founder("Mara Lindqvist", "mara@example.org"),
            administrator=Founder("Ada Okafor", "ada@example.org"),
            alternates=[
                Founder("Olu Outside", "olu@elsewhere.example"),
                Founder("Pia Outside", "pia@elsewhere.example"),
            ],
            now=NOW,
        )


def begun(browser: Browser, token: str, password: str = PASSWORD) -> tuple[httpx.Response, str, bytes]:
    """The page with the recovery code, the code, and the secret under the QR code."""
    import base64

    answer = browser.post(f"/enrol/{token}", password=password, again=password)
    shown = re.search(r"<output[^>]*>([A-Z2-7-]+)</output>", answer.text)
    typed = re.search(r"<code>([A-Z2-7 ]+)</code>", unescape(answer.text))
    assert shown, words(answer)
    assert typed
    return answer, shown[1], base64.b32decode(typed[1].replace(" ", ""))


FOUNDERS = [("Mara Lindqvist", Role.LEAD), ("Ada Okafor", Role.ADMINISTRATOR)]
FOUNDERS += [("Olu Outside", Role.ALTERNATE), ("Pia Outside", Role.ALTERNATE)]


@pytest.mark.parametrize(("name", "role"), FOUNDERS)
def test_a_founder_enrols_and_is_in(
    browse: Browse, database: Database, invitations: list[Invitation], name: str, role: Role
) -> None:
    assert [(one.name, one.role) for one in invitations] == FOUNDERS
    browser, token = browse(), next(one.token for one in invitations if one.name == name)
    assert name in words(browser.get(f"/enrol/{token}"))
    answer, recovery_code, secret = begun(browser, token)
    assert answer.headers["cache-control"] == "no-store"
    done = browser.post(
        f"/enrol/{token}/confirmation", recovery_code=recovery_code.lower().replace("-", " "), code=code(secret, NOW)
    )
    assert done.headers["location"] == "/signed-in"
    actor = sessions.find(database, browser.cookie, NOW)
    assert actor is not None
    assert (actor.roles, actor.admitted) == (frozenset({role}), True)
    with database.reading() as db:
        half = vault.pairs.current(db, HolderKind.PERSON, actor.id)
        assert actor.holder is not None
        assert half.key == vault.hpke.public_of(actor.holder.private)


def test_looking_uses_nothing_up_and_confirming_does(
    browse: Browse, database: Database, invitations: list[Invitation]
) -> None:
    browser, token = browse(), invitations[1].token
    for _ in range(3):
        assert browser.get(f"/enrol/{token}").status_code == 200
        assert browser.client.head(f"/enrol/{token}").status_code == 200
    begun(browser, token)
    _, recovery_code, secret = begun(browser, token)
    with database.reading() as db:
        assert not [row for row in db.scalars(select(OneTimeLink)) if row.used_at]
    fields = {"recovery_code": recovery_code, "code": code(secret, NOW)}
    assert browser.post(f"/enrol/{token}/confirmation", **fields).status_code == 303
    again = browse()
    gone = again.get(f"/enrol/{token}")
    assert gone.status_code == 404
    for path, typed in (
        (f"/enrol/{token}", {"password": PASSWORD, "again": PASSWORD}),
        (f"/enrol/{token}/confirmation", fields),
    ):
        assert again.post(path, **typed).text == gone.text
    assert again.get("/enrol/never-made").text == gone.text


def test_a_link_lasts_a_day(browse: Browse, invitations: list[Invitation]) -> None:
    browser = browse()
    browser.wait(hours=24)
    assert browser.get(f"/enrol/{invitations[0].token}").status_code == 404


def test_the_code_must_come_back_and_the_phone_must_show_the_right_one(
    browse: Browse, database: Database, invitations: list[Invitation]
) -> None:
    browser, token = browse(), invitations[0].token
    _, recovery_code, secret = begun(browser, token)
    right = code(secret, NOW)
    other = "AAAA" + recovery_code[4:]
    for typed in ({"recovery_code": other, "code": right}, {"recovery_code": recovery_code, "code": "000000"}, {}):
        answer = browser.post(f"/enrol/{token}/confirmation", **typed)
        assert answer.status_code == 422
        assert recovery_code not in answer.text or typed.get("recovery_code") == recovery_code
    with database.reading() as db:
        assert db.scalars(select(Person.generation)).all() == [0, 0, 0, 0]
    assert browser.post("/sign-in", email="mara@example.org", password=PASSWORD).status_code == 422


def test_beginning_again_replaces_what_was_begun(browse: Browse, invitations: list[Invitation]) -> None:
    browser, token = browse(), invitations[0].token
    _, first, _ = begun(browser, token)
    _, _, secret = begun(browser, token)
    assert browser.post(f"/enrol/{token}/confirmation", recovery_code=first, code=code(secret, NOW)).status_code == 422


@pytest.mark.parametrize("password", ["short", "password password", "mara lindqvist mara"])
def test_weak_passwords_are_refused_with_a_reason(
    browse: Browse, database: Database, invitations: list[Invitation], password: str
) -> None:
    answer = browse().post(f"/enrol/{invitations[0].token}", password=password, again=password)
    assert answer.status_code == 422
    assert password not in answer.text
    with database.reading() as db:
        assert db.scalar(select(Credential)) is None


def test_the_page_has_its_qr_code_without_inline_style(browse: Browse, invitations: list[Invitation]) -> None:
    answer, _, _ = begun(browse(), invitations[0].token)
    assert '<svg role="img"' in answer.text
    assert not re.search(r"\bstyle=|data:|<style|<script", answer.text)


def test_nothing_that_opens_is_in_the_database(
    browse: Browse, database: Database, invitations: list[Invitation]
) -> None:
    browser, token = browse(), invitations[0].token
    _, recovery_code, secret = begun(browser, token)
    browser.post(f"/enrol/{token}/confirmation", recovery_code=recovery_code, code=code(secret, NOW))
    actor = sessions.find(database, browser.cookie, NOW)
    assert actor is not None
    assert actor.holder is not None
    hidden = [token, recovery_code, PASSWORD, "mara@example.org", browser.cookie]
    with database.engine.connect() as raw:
        kept = b"\n".join(
            str(value).encode() if not isinstance(value, bytes) else value
            for table in (Person, Credential, OneTimeLink)
            for row in raw.execute(select(table.__table__))
            for value in row
        )
    for text in (*(text.encode() for text in hidden), secret, actor.holder.private):
        assert text not in kept
