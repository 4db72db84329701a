"""A forgotten password: the mailed link and the paper; the link and the phone for a new key; and nothing less."""

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import event, select

from casework import vault
from casework.audit.models import TrailEntry
from casework.db import Database
from casework.people import Role, accounts, addresses, admissions, codes, factors, limits, sessions
from casework.people.models import Person
from casework.settings import MailServer
from casework.staff.actions import forgotten
from tests.mail.reading import told, waiting
from tests.people.staff import Colleague, code, enrolled

from .browser import Browser, words

Browse = Callable[..., Browser]
NEW = "an umbrella in the fruit bowl"
POST = MailServer("127.0.0.1", 465, True, "Casework <casework@example.org>")


@pytest.fixture
def browse(browse: Browse) -> Browse:
    return lambda **changes: browse(**{"mail": POST, **changes})


def link_for(browser: Browser, database: Database, who: Colleague) -> str:
    """Ask, and read the mail."""
    assert browser.post("/recover/link", email=who.email).status_code == 200
    assert forgotten.answer(database, datetime.now(UTC)) == 1
    return waiting(database, "link to a new password")[-1].path


def typed(who: Colleague, **changes: str) -> dict[str, str]:
    return {"recovery_code": who.recovery_code, "password": NEW, "again": NEW, **changes}


def tags(database: Database) -> list[tuple[str, int]]:
    """What the trail says, and of whom."""
    with database.reading() as db:
        rows = db.scalars(select(TrailEntry).order_by(TrailEntry.seq))
        return [(row.tag, json.loads(row.ids).get("person", row.actor_id)) for row in rows]


def test_link_and_paper_give_a_new_password_for_the_same_key(
    browse: Browse, database: Database, lead: Colleague
) -> None:
    old, browser = browse().sign_in(lead), browse()
    path = link_for(browser, database, lead)
    assert browser.get(path).status_code == browser.get(path).status_code == 200, "looking uses nothing up"
    assert browser.post(path, **typed(lead)).headers["location"] == "/sign-in?recovered=1"
    assert old.get("/me").status_code == 303, "every session has ended"
    assert browser.first_step(lead).status_code == 422
    assert browser.first_step(lead, NEW).status_code == 303
    browser.wait(seconds=30)
    browser.post("/second-factor", code=code(lead.totp, browser.now))
    actor = sessions.find(database, browser.cookie, browser.now)
    assert actor is not None
    assert (actor.holder, actor.admitted) == (lead.holder, True)
    assert "password changed" in told(database, lead.id)


def test_a_link_is_of_use_once_and_for_an_hour(browse: Browse, database: Database, lead: Colleague) -> None:
    browser = browse()
    first, second = link_for(browser, database, lead), link_for(browser, database, lead)
    assert browser.post(first, **typed(lead)).status_code == 303
    for path in (first, second, "/reset/no-such-link"):
        assert browser.get(path).status_code == 404
        assert browser.post(path, **typed(lead, password="x" * 20)).status_code == 404
    browser.wait(minutes=20)
    late = link_for(browser, database, lead)
    browser.wait(minutes=61)
    assert browser.get(late).status_code == 404
    assert browser.post(late, **typed(lead)).status_code == 404
    refused = [whose for tag, whose in tags(database) if tag == "reset:refused"]
    assert refused == [lead.id, lead.id, 0, lead.id]


@pytest.mark.parametrize("paper", ["of another", "made up", "none"])
def test_the_link_alone_opens_nothing(browse: Browse, database: Database, lead: Colleague, paper: str) -> None:
    """Whoever reads somebody's mail has the link, and an own account with a paper of its own."""
    other = enrolled(database, "Tom", Role.SPECIALIST)
    path = link_for(browse(), database, lead)
    thief = browse()
    shown = {"of another": other.recovery_code, "made up": "AAAA-" * 6 + "AA", "none": ""}[paper]
    assert thief.post(path, **typed(lead, recovery_code=shown)).status_code == 422
    assert thief.post(f"{path}/anew", code="000000").status_code == 422
    assert thief.post(f"{path}/anew", code=code(other.totp, thief.now)).status_code == 422
    assert browse().sign_in(lead).get("/me").status_code == 200, "nothing has changed for the owner"
    assert tags(database).count(("reset:refused", lead.id)) == (2 if paper == "none" else 3)


def test_tries_at_one_link_are_limited(browse: Browse, database: Database, lead: Colleague) -> None:
    browser = browse()
    path = link_for(browser, database, lead)
    for _ in range(limits.MOST["code"]):
        assert browser.post(f"{path}/anew", code="000000").status_code == 422
    answer = browser.post(f"{path}/anew", code=code(lead.totp, browser.now))
    assert answer.status_code == 422
    assert "Too many tries" in words(answer)


def test_with_the_phone_gone_too_link_and_paper_take_a_new_one(
    browse: Browse, database: Database, lead: Colleague
) -> None:
    browser = browse()
    path = link_for(browser, database, lead)
    page = browser.get(f"{path}?phone=new")
    kept = page.text.split('name="secret" value="')[1].split('"')[0]
    with database.reading() as db:
        secret = codes.opened(db, factors.credential_of(db, lead.id), kept)
    assert secret
    wrong = browser.post(path, **typed(lead, secret=kept, code="000000"))
    assert wrong.status_code == 422
    assert kept not in wrong.text, "sealed anew"
    assert browser.post(path, **typed(lead, secret=kept, code=code(secret, browser.now))).status_code == 303
    browser.first_step(lead, NEW)
    browser.wait(seconds=60)
    assert browser.post("/second-factor", code=code(lead.totp, browser.now)).status_code == 422, "the old phone"
    assert browser.post("/second-factor", code=code(secret, browser.now)).status_code == 303
    assert ("factor:replaced", lead.id) in tags(database)


def test_a_phone_of_the_thiefs_own_needs_the_paper_too(browse: Browse, database: Database, lead: Colleague) -> None:
    thief = browse()
    path = link_for(thief, database, lead)
    secret = b"01234567890123456789"
    fields = typed(lead, recovery_code="AAAA-" * 6 + "AA", secret=secret.hex(), code=code(secret, thief.now))
    assert thief.post(path, **fields).status_code == 422
    fields = typed(lead, secret=secret.hex(), code=code(secret, thief.now))
    assert thief.post(path, **fields).status_code == 422, "a secret that we did not make"
    assert ("factor:replaced", lead.id) not in tags(database)


def test_with_the_paper_gone_the_phone_begins_a_new_key_that_receives_nothing(
    browse: Browse, database: Database, lead: Colleague
) -> None:
    who = enrolled(database, "Tom", Role.SPECIALIST)
    browser = browse()
    path = link_for(browser, database, who)
    answer = browser.post(f"{path}/anew", code=code(who.totp, browser.now))
    assert answer.status_code == 303
    onward = answer.headers["location"]
    assert onward.startswith("/enrol/")
    assert browser.post(path, **typed(who)).status_code == 404, "the link is used up"
    page = browser.post(onward, password=NEW, again=NEW)
    paper = page.text.split('code-long">')[1].split("<")[0]
    secret = _secret_on(page.text)
    browser.wait(seconds=30)
    fields = {"recovery_code": paper, "code": code(secret, browser.now)}
    assert browser.post(f"{onward}/confirmation", **fields).status_code == 303
    assert browser.get("/signed-in").headers["location"] == "/waiting"
    with database.reading() as db:
        person = db.get_one(Person, who.id)
        assert person.generation == 2
        assert admissions.of(db, who.id, 2) is None
        half = vault.pairs.current(db, vault.HolderKind.PERSON, who.id)
        assert half.key != vault.hpke.public_of(who.private)
    assert "colleague has a new key" in told(database, lead.id)
    assert "key renewed" in told(database, who.id)
    assert {("reset:new key", who.id), ("person:enrolled", who.id)} <= set(tags(database))


def _secret_on(text: str) -> bytes:
    return base64.b32decode(text.split("<code>")[1].split("</code>", maxsplit=1)[0].replace(" ", ""))


STANDINGS = ("known", "unknown", "suspended", "invited", "blocked")


def shape(browser: Browser, database: Database, email: str) -> tuple[int, str, int, int]:
    """Status, words without the address, statements, entries on the trail."""
    statements: list[str] = []
    count = lambda *told: statements.append(told[2])  # noqa: E731
    before = len(tags(database))
    event.listen(database.engine, "before_cursor_execute", count)
    answer = browser.post("/recover/link", email=email)
    event.remove(database.engine, "before_cursor_execute", count)
    return answer.status_code, words(answer).replace(email, "…"), len(statements), len(tags(database)) - before


def test_asking_says_nothing_about_who_has_an_account(
    browse: Browse, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    stretched: list[object] = []
    browser = browse()
    browser.post("/recover/link", email="somebody.first@example.org")
    for standing in STANDINGS:
        who = enrolled(database, standing, Role.SPECIALIST)
        with database.transaction() as db:
            person = db.get_one(Person, who.id)
            if standing == "suspended":
                accounts.suspend(db, person)
            if standing == "invited":
                person.state, person.generation = "invited", 0
            if standing == "blocked":
                addresses.change(db, person, "blocked@example.org ", by=0, now=browser.now)
            if standing == "unknown":
                person.email_index = bytes(32)
    monkeypatch.setattr("casework.vault.stretch.stretch", lambda *given: stretched.append(given))
    shapes = {standing: shape(browser, database, f"{standing}@example.org") for standing in STANDINGS}
    assert len(set(shapes.values())) == 1, shapes
    assert stretched == []
    assert forgotten.answer(database, browser.now) == 1
    assert [one.address for one in waiting(database, "link to a new password")] == ["known@example.org"]


def test_asking_is_limited_alike_for_whoever_is_not_there(browse: Browse, lead: Colleague) -> None:
    for email in (lead.email, "nobody@example.org"):
        browser = browse()
        for _ in range(limits.MOST["reset"]):
            assert browser.post("/recover/link", email=email).status_code == 200
        answer = browser.post("/recover/link", email=email.upper())
        assert (answer.status_code, answer.headers["retry-after"]) == (429, "900")
    assert browse().first_step(lead).status_code == 303, "signing in is not shut by it"


def test_where_no_mail_is_sent_the_page_says_what_to_do_instead(browse: Browse, lead: Colleague) -> None:
    browser = browse(mail=None)
    assert 'action="/recover"' in browser.get("/recover").text
    assert browser.post("/recover/link", email=lead.email).headers["location"] == "/recover"
