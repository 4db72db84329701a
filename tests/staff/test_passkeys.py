"""Passkeys as a second factor: what they sign counts once, here, for their owner; and the last factor stays."""

import json
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, update

from casework import vault
from casework.audit.models import TrailEntry
from casework.db import Database
from casework.mail import Office
from casework.mail.models import Outbox
from casework.people import accounts, challenges, enrolment, passkeys, signing
from casework.people.challenges import Use
from casework.people.models import Credential, Passkey, Person
from casework.people.passkeys import Place, place_of
from casework.vault import Vault
from tests.people.staff import NOW, PASSWORD, Colleague, code

from .authenticator import Authenticator, b64, told
from .browser import Browser, words

Browse = Callable[..., Browser]
PARTS = ("id", "rawId", "type", "response", "clientDataJSON", "attestationObject", "userHandle", "challenge")


def add(browser: Browser, device: Authenticator, name: str = "Laptop", **more: str) -> int:
    """They have stepped up. The passkey's number on their own pages."""
    made = device.make(told(browser.get("/me/passkeys/new").text))
    if "alone" not in more:
        made["prf"] = ""
    answer = browser.post("/me/passkeys", name=name, **made, **more)
    assert answer.status_code == 303, words(answer)
    return max(int(one) for one in re.findall(r"/me/passkeys/(\d+)", browser.get("/me").text)[-1:])


def half_in(browse: Browse, who: Colleague) -> Browser:
    browser = browse()
    assert browser.first_step(who).status_code == 303
    return browser


def tags(database: Database) -> list[str]:
    with database.reading() as db:
        return list(db.scalars(select(TrailEntry.tag).order_by(TrailEntry.seq)))


def test_one_is_added_named_and_used_in_place_of_the_code(browse: Browse, database: Database, lead: Colleague) -> None:
    browser, device = browse().sign_in(lead), Authenticator()
    assert browser.get("/me/passkeys/new").headers["location"] == "/step-up?next=/me/passkeys/new"
    number = add(browser.step_up(lead), device, "Laptop")
    with database.reading() as db:
        row = db.get_one(Passkey, number)
        assert b"Laptop" not in row.name
        assert (row.transports, row.wrapped) == ("hybrid internal", None)
    assert "Laptop: stands for the code" in words(browser.get("/me"))
    other = half_in(browse, lead)
    assert (
        other.post("/second-factor?next=/me", **device.sign(told(other.get("/second-factor").text))).headers["location"]
        == "/signed-in?next=/me"
    )
    assert other.get("/me").status_code == 200
    assert tags(database).count("passkey:added") == 1
    assert browser.post(f"/me/passkeys/{number}/name", name="").status_code == 422
    assert browser.post(f"/me/passkeys/{number}/name", name="Key on my ring").status_code == 303
    assert "Key on my ring" in words(browser.get("/me"))


def test_what_is_signed_counts_once(browse: Browse, lead: Colleague) -> None:
    device = Authenticator(counts=False)
    add(browse().sign_in(lead).step_up(lead), device)
    first, second = half_in(browse, lead), half_in(browse, lead)
    signed = device.sign(told(first.get("/second-factor").text))
    assert second.post("/second-factor", **signed).status_code == 422, "it was asked of another session"
    assert first.post("/second-factor", **signed).status_code == 303
    first.client.cookies.clear()
    assert first.first_step(lead).status_code == 303
    assert first.post("/second-factor", **signed).status_code == 422


def test_a_challenge_is_for_one_thing_and_lasts_five_minutes(browse: Browse, lead: Colleague) -> None:
    device = Authenticator()
    browser = browse().sign_in(lead).step_up(lead)
    add(browser, device)
    stale = device.sign(told(browser.get("/step-up").text))
    browser.wait(minutes=5)
    assert browser.post("/step-up", password=PASSWORD, code="", **stale).status_code == 422
    for_adding = told(browser.step_up(lead).get("/me/passkeys/new").text)
    assert browser.post("/step-up", password=PASSWORD, code="", **device.sign(for_adding)).status_code == 422
    again = told(browser.get("/me/passkeys/new").text)
    fresh = Authenticator().make(again)
    assert browser.post("/me/passkeys", name="One", **fresh).status_code == 303
    assert browser.post("/me/passkeys", name="Two", **fresh).status_code == 422
    other = Authenticator().make(again)
    assert browser.post("/me/passkeys", name="Three", **other).status_code == 422, "made for a page that was used"


def test_password_and_passkey_step_up_and_neither_alone(browse: Browse, lead: Colleague) -> None:
    browser, device = browse().sign_in(lead), Authenticator()
    add(browser.step_up(lead), device)
    browser.wait(minutes=6)

    def signed() -> dict[str, str]:
        return device.sign(told(browser.get("/step-up").text))

    assert browser.post("/step-up", password="", code="", **signed()).status_code == 422
    assert browser.post("/step-up", password="wrong", code="", **signed()).status_code == 422
    assert browser.post("/step-up", password=PASSWORD, code="").status_code == 422
    assert browser.get("/me/codes").status_code == 303
    assert browser.post("/step-up", password=PASSWORD, code="", **signed()).status_code == 303
    assert browser.get("/me/codes").status_code == 200


def test_an_assertion_for_another_site_or_of_another_person_proves_nothing(
    browse: Browse, lead: Colleague, specialist: Colleague
) -> None:
    mine, theirs = Authenticator(), Authenticator()
    add(browse().sign_in(lead).step_up(lead), mine)
    add(browse().sign_in(specialist).step_up(specialist), theirs)
    browser = half_in(browse, lead)

    def tried(device: Authenticator, which: str = "") -> int:
        return browser.post(
            "/second-factor", **device.sign(told(browser.get("/second-factor").text), which)
        ).status_code

    elsewhere = replace(mine, origin="https://cases.example.org.evil.example")
    other_host = replace(mine, host="evil.example")
    assert tried(elsewhere) == 422
    assert tried(other_host) == 422
    assert tried(theirs, which=next(iter(theirs.kept))) == 422
    assert tried(mine) == 303


def test_one_that_counts_backwards_is_refused_told_of_and_on_the_trail(
    browse: Browse, database: Database, lead: Colleague
) -> None:
    device = Authenticator()
    add(browse().sign_in(lead).step_up(lead), device)
    database.carry(mail=Office("https://cases.example.org"))
    for count, comes_in in ((7, True), (7, False), (6, False), (0, False), (8, True)):
        browser = half_in(browse, lead)
        answer = browser.post("/second-factor", **device.sign(told(browser.get("/second-factor").text), count=count))
        assert (answer.status_code == 303) is comes_in, count
    assert tags(database).count("passkey:refused") == 3
    with database.reading() as db:
        assert list(db.scalars(select(Outbox.notice))) == ["passkey refused"] * 3


def test_a_row_that_somebody_put_there_is_no_passkey(
    browse: Browse, database: Database, lead: Colleague, specialist: Colleague
) -> None:
    """An administrator who writes to the database hangs their own passkey on somebody else's account."""
    device = Authenticator()
    number = add(browse().sign_in(specialist).step_up(specialist), device)
    with database.transaction() as db:
        db.execute(update(Passkey).where(Passkey.id == number).values(person_id=lead.id))
    browser = half_in(browse, lead)
    assert "data-told" not in browser.get("/second-factor").text
    asked = {"challenge": b64(bytes(58)), "allowCredentials": []}
    assert browser.post("/second-factor", **device.sign(asked)).status_code == 422


def test_the_last_factor_that_lasts_is_never_removed(browse: Browse, database: Database, lead: Colleague) -> None:
    device = Authenticator()
    browser = browse().sign_in(lead).step_up(lead)
    elsewhere = browse().sign_in(lead)
    number = add(browser, device)
    assert browser.post("/me/phone/removal").headers["location"] == "/me?saved=no-phone"
    assert elsewhere.get("/me").status_code == 303, "the phone may be in other hands"
    assert browser.post(f"/me/passkeys/{number}/removal").status_code == 409
    assert "last second factor" in words(browser.get(f"/me/passkeys/{number}"))
    other = half_in(browse, lead)
    other.wait(seconds=30)
    assert other.post("/second-factor", code=code(lead.totp, other.now)).status_code == 422
    spare = add(browser, Authenticator(), "Spare")
    assert browser.post(f"/me/passkeys/{number}/removal").headers["location"] == "/me?saved=no-passkey"
    assert browser.get(f"/me/passkeys/{number}").status_code == 404
    assert device.kept
    assert other.get("/me").status_code == 303
    assert "passkey:removed" in tags(database)
    assert browser.post(f"/me/passkeys/{spare}/removal").status_code == 409


def test_somebody_elses_passkey_is_not_there(browse: Browse, lead: Colleague, specialist: Colleague) -> None:
    number = add(browse().sign_in(lead).step_up(lead), Authenticator())
    tom = browse().sign_in(specialist).step_up(specialist)
    assert tom.get(f"/me/passkeys/{number}").status_code == 404
    for verb in ("name", "opening", "opening/end", "removal"):
        assert tom.post(f"/me/passkeys/{number}/{verb}", name="Mine").status_code == 404, verb


def test_a_new_generation_has_no_passkey_of_the_old_one(
    browse: Browse, database: Database, keys: Vault, lead: Colleague
) -> None:
    add(browse().sign_in(lead).step_up(lead), Authenticator())
    made = enrolment.prepare(keys, PASSWORD)
    with database.transaction() as db:
        person = db.get_one(Person, lead.id)
        enrolment.confirm(db, person, enrolment.begin(db, person, made, NOW), made.private, NOW)
        assert db.scalars(select(Passkey)).all() == []


@pytest.mark.parametrize(
    ("origin", "place"),
    [
        ("https://cases.example.org", Place("https://cases.example.org", "cases.example.org")),
        ("https://cases.example.org:8443", Place("https://cases.example.org:8443", "cases.example.org")),
        ("http://localhost:8000", Place("http://localhost:8000", "localhost")),
        ("http://cases.example.org", None),
        ("http://127.0.0.1:8000", None),
        ("https://[::1]:8000", None),
    ],
)
def test_browsers_have_passkeys_for_names_alone(origin: str, place: Place | None) -> None:
    assert place_of(origin) == place


def test_where_there_can_be_none_the_page_says_so(browse: Browse, lead: Colleague) -> None:
    browser = browse(origin="https://cases.example.org").sign_in(lead).step_up(lead)
    assert 'href="/me/passkeys/new"' in browser.get("/me").text
    shown = browser.get("/me/passkeys/new").text
    assert "runs no scripts here, so it cannot make a passkey" in shown
    assert not re.search(r"<script(?![^>]* src=)", shown)


def test_too_many_are_not_kept(browse: Browse, lead: Colleague, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = browse().sign_in(lead).step_up(lead)
    monkeypatch.setattr("casework.people.passkeys.MOST", 1)
    add(browser, Authenticator())
    made = Authenticator().make(told(browser.get("/me/passkeys/new").text))
    assert browser.post("/me/passkeys", name="One more", **made).status_code == 422


def test_a_name_is_kept_from_whoever_reads_the_database(browse: Browse, database: Database, lead: Colleague) -> None:
    number = add(browse().sign_in(lead).step_up(lead), Authenticator(), "kanarienvogel")
    with database.reading() as db:
        assert b"kanarienvogel" not in db.get_one(Passkey, number).name
        assert vault.field.open_(db, Passkey.name, number, db.get_one(Passkey, number).name) == "kanarienvogel"


@pytest.mark.parametrize("sent", ["", "x", "{}", "[]", "null", json.dumps({"response": {"clientDataJSON": "e30"}})])
def test_what_no_browser_sends_is_refused_and_no_error(browse: Browse, lead: Colleague, sent: str) -> None:
    browser = half_in(browse, lead)
    assert browser.post("/second-factor", assertion=sent, code="").status_code == 422
    assert browser.post("/sign-in/passkey", assertion=sent).status_code == 422
    assert signing._read(sent)[1] is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(PARTS), inner, max_size=6),
    max_leaves=12,
)


@given(st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_handed_over_is_a_refusal_and_no_error(database: Database, data: st.DataObject) -> None:
    """Anything shaped somewhat like an answer, and a true answer with one part of it replaced."""
    device, place = Authenticator(), Place("https://cases.example.org", "cases.example.org")
    with database.transaction() as db:
        person = db.scalars(select(Person)).first() or accounts.make(
            db, name="Mara", email="mara@example.org", by=0, now=NOW
        )
        asked = passkeys.creating(
            db, place, person, email="mara@example.org", organisation="X", challenge=challenges.make(
                db, Use.ADD, "here", NOW
            ),
        )  # fmt: skip
        whole = json.loads(device.make(asked)["made"])
        part = data.draw(st.sampled_from(["made up", "rawId", "id", "response", *whole["response"]]))
        wrong = data.draw(JSON)
        if part == "made up":
            whole = wrong
        elif part in whole["response"]:
            whole["response"][part] = wrong
        else:
            whole[part] = wrong
        sent = json.dumps(whole)
        added = signing.add(db, place, person, sent, name="X", whose="here", now=NOW)
        assert added is None or part == "transports"
        assert signing.prove(db, place, sent, use=Use.SIGN_IN, whose="here", now=NOW) is None


def test_whoever_has_no_password_here_adds_no_passkey(browse: Browse, database: Database, lead: Colleague) -> None:
    """The server keeps their key and their provider lets them in: a passkey would go on when the provider has ended."""
    browser, device = browse().sign_in(lead).step_up(lead), Authenticator()
    made = device.make(told(browser.get("/me/passkeys/new").text))
    with database.transaction() as db:
        db.execute(delete(Credential))
    assert browser.get("/me/passkeys/new").status_code == 409
    assert browser.post("/me/passkeys", name="Laptop", **made).status_code == 409
    with database.reading() as db:
        assert db.scalars(select(Passkey)).all() == []
