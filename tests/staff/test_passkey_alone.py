"""A passkey that opens its owner's key in place of the password: only with its own secret, and only when it knows who
holds it. Nobody learns which accounts or passkeys there are."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select, update

from casework.db import Database
from casework.people import accounts, enrolment, limits, sessions
from casework.people.models import Passkey, Person
from casework.vault import Vault, blob
from tests.people.staff import NOW, PASSWORD, Colleague, code

from .authenticator import Authenticator, told
from .browser import Browser, words
from .test_passkeys import add, tags
from .test_sign_in import work

Browse = Callable[..., Browser]
NEW = "an umbrella in the fruit bowl"


def opening(browse: Browse, who: Colleague, device: Authenticator) -> Browser:
    """Somebody whose passkey may sign in alone."""
    browser = browse().sign_in(who).step_up(who)
    add(browser, device, "Laptop", alone="1")
    assert "Laptop: signs in alone" in words(browser.get("/me"))
    return browser


def try_in(browser: Browser, device: Authenticator, **changes: str) -> int:
    signed = device.sign(told(browser.get("/sign-in/passkey").text))
    return browser.post("/sign-in/passkey?next=/me", **{**signed, **changes}).status_code


def test_it_signs_in_alone_and_opens_the_same_key(
    browse: Browse, database: Database, keys: Vault, lead: Colleague
) -> None:
    device = Authenticator()
    opening(browse, lead, device)
    browser = browse()
    assert browser.get("/sign-in").text.count("/sign-in/passkey") == 1
    signed = device.sign(told(browser.get("/sign-in/passkey?next=/me").text))
    answer = browser.post("/sign-in/passkey?next=/me", **signed)
    assert answer.headers["location"] == "/signed-in?next=/me"
    actor = sessions.find(database, browser.cookie, browser.now)
    assert actor is not None
    assert actor.holder == lead.holder
    assert not actor.stepped_up(browser.now), "what decides who reads is asked for once more"
    assert "__Host-passkey" not in browser.client.cookies
    assert tags(database)[-1] == "session:signed in"
    keys.keyring = keys.keyring.renewed()  # the pepper too: what the passkey opens follows as it signs in
    for _ in range(2):
        assert try_in(browse(), device) == 303
        with database.reading() as db:
            [wrapped] = db.scalars(select(Passkey.wrapped)).all()
        assert wrapped is not None
        assert blob.key_id_of(wrapped) == 2


def test_it_steps_up_alone_too(browse: Browse, lead: Colleague) -> None:
    device = Authenticator()
    opening(browse, lead, device)
    browser = browse()
    assert try_in(browser, device) == 303
    shown = browser.get("/step-up")
    assert "Not needed with a passkey that signs you in alone." in words(shown)
    signed = device.sign(told(shown.text))
    before = browser.cookie
    assert browser.post("/step-up?next=/me/codes", password="", code="", **signed).headers["location"] == "/me/codes"
    assert browser.get("/me/codes").status_code == 200
    assert browser.cookie != before


def test_a_browser_that_only_says_so_later_is_asked_once_more(browse: Browse, lead: Colleague) -> None:
    """Some devices say their secret only when they sign, not when they are made."""
    device, browser = Authenticator(), browse().sign_in(lead).step_up(lead)
    made = device.make(told(browser.get("/me/passkeys/new").text))
    answer = browser.post("/me/passkeys", name="Key", alone="1", **{**made, "prf": ""})
    assert answer.headers["location"].endswith("?alone=1")
    shown = browser.get(answer.headers["location"])
    assert "One more touch" in words(shown)
    path = answer.headers["location"].removesuffix("?alone=1")
    signed = device.sign(told(shown.text))
    unsure = replace(device, sure=False).sign(told(browser.get(path).text))
    assert browser.post(path + "/opening", **{**signed, "prf": ""}).status_code == 409
    assert browser.post(path + "/opening", **unsure).status_code == 409, "whoever holds it could have done that"
    assert browser.post(path + "/opening", **device.sign(told(browser.get(path).text))).status_code == 303
    assert try_in(browse(), device) == 303
    assert browser.post(path + "/opening/end").status_code == 303
    assert try_in(browse(), device) == 422


def test_what_it_takes(browse: Browse, database: Database, lead: Colleague, specialist: Colleague) -> None:
    """Each of these is refused in the same words; then the real one comes in."""
    device, second, other = Authenticator(), Authenticator(), Authenticator()
    mine = opening(browse, lead, device)
    add(mine, second, "Second factor alone")
    opening(browse, specialist, other)
    stranger = Authenticator()
    stranger.make(told(mine.get("/me/passkeys/new").text))
    browser, said = browse(), set()
    theirs = other.sign(told(browser.get("/sign-in/passkey").text))["prf"]
    refused = [
        (stranger, {}),
        (second, {}),
        (device, {"prf": theirs}),
        (device, {"prf": ""}),
        (device, {"prf": "AAAA"}),
        (replace(device, sure=False), {}),
        (replace(device, origin="https://evil.example"), {}),
        (replace(device, host="evil.example"), {}),
    ]
    for forged, changes in refused:
        signed = forged.sign(told(browser.get("/sign-in/passkey").text))
        answer = browser.post("/sign-in/passkey", **{**signed, **changes})
        assert answer.status_code == 422
        said.add(words(answer))
    assert len(said) == 1
    assert "does not open anything here by itself" in said.pop()
    assert tags(database).count("session:refused") == len(refused)
    assert try_in(browser, device) == 303


def test_what_was_asked_of_another_browser_counts_in_none(browse: Browse, lead: Colleague) -> None:
    device = Authenticator()
    opening(browse, lead, device)
    here, there = browse(), browse()
    signed = device.sign(told(here.get("/sign-in/passkey").text))
    there.get("/sign-in/passkey")
    assert there.post("/sign-in/passkey", **signed).status_code == 422
    stolen = here.client.cookies.get("__Host-passkey") or ""
    assert here.post("/sign-in/passkey", **signed).status_code == 303
    there.client.cookies.set("__Host-passkey", stolen, domain="cases.example.org")
    assert there.post("/sign-in/passkey", **signed).status_code == 422, "and once is once"


def test_nobody_learns_which_passkeys_there_are(
    browse: Browse, database: Database, lead: Colleague, specialist: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A passkey that is there, one of somebody suspended, and one that never was: each signed by another key."""
    device, gone, unknown = Authenticator(), Authenticator(), Authenticator()
    mine = opening(browse, lead, device)
    opening(browse, specialist, gone)
    unknown.make(told(mine.get("/me/passkeys/new").text))
    with database.transaction() as db:
        accounts.suspend(db, db.get_one(Person, specialist.id))
    browser, seen = browse(), set()
    for real in (device, gone, unknown):
        forger = Authenticator()
        forger.make(told(mine.get("/me/passkeys/new").text))
        [name], [key] = real.kept, forger.kept.values()
        forger.kept = {name: replace(key, handle=real.kept[name].handle)}
        signed = forger.sign(told(browser.get("/sign-in/passkey").text))
        with work(database, monkeypatch) as done:
            answer = browser.post("/sign-in/passkey", **signed)
        seen.add((answer.status_code, words(answer), tuple(done)))
    assert len(seen) == 1


def test_another_password_breaks_no_passkey_and_a_new_key_does(
    browse: Browse, database: Database, keys: Vault, lead: Colleague
) -> None:
    device = Authenticator()
    browser = opening(browse, lead, device)
    assert browser.post("/me/password", password=NEW, again=NEW).status_code == 303
    assert try_in(browse(), device) == 303
    with database.reading() as db:
        row = db.scalars(select(Passkey)).one()
    made = enrolment.prepare(keys, PASSWORD)
    with database.transaction() as db:
        person = db.get_one(Person, lead.id)
        enrolment.confirm(db, person, enrolment.begin(db, person, made, NOW), made.private, NOW)
    assert try_in(browse(), device) == 422
    with database.transaction() as db:  # put back from a backup, and even given the new number
        db.merge(row)
    assert try_in(browse(), device) == 422
    with database.transaction() as db:
        db.execute(update(Passkey).values(generation=2))
    assert try_in(browse(), device) == 422


def test_a_copy_is_refused_and_opens_nothing(browse: Browse, database: Database, lead: Colleague) -> None:
    device = Authenticator()
    opening(browse, lead, device)
    browser = browse()
    assert try_in(browser, device) == 303
    copy = device.sign(told(browse().get("/sign-in/passkey").text), count=1)
    late = browse()
    signed = device.sign(told(late.get("/sign-in/passkey").text), count=1)
    assert copy["prf"] == signed["prf"]
    assert late.post("/sign-in/passkey", **signed).status_code == 422
    assert tags(database)[-2:] == ["passkey:refused", "session:refused"]


def test_wrapped_keys_do_not_open_each_other(browse: Browse, database: Database, lead: Colleague) -> None:
    """Swapped between two passkeys of one person: each is bound to its own."""
    one, two = Authenticator(), Authenticator()
    browser = opening(browse, lead, one)
    add(browser, two, "Phone", alone="1")
    with database.transaction() as db:
        first, second = db.scalars(select(Passkey).order_by(Passkey.id))
        first.wrapped, second.wrapped = second.wrapped, first.wrapped
    assert [try_in(browse(), device) for device in (one, two)] == [422, 422]


def test_another_public_key_in_its_place_is_met_and_counts_for_nothing(
    browse: Browse, database: Database, lead: Colleague, specialist: Colleague
) -> None:
    """Who writes to the database puts the public key of their own passkey in place of somebody else's."""
    real, own = Authenticator(), Authenticator()
    opening(browse, lead, real)
    opening(browse, specialist, own)
    with database.transaction() as db:
        theirs = db.scalars(select(Passkey).where(Passkey.person_id == specialist.id)).one()
        db.execute(update(Passkey).where(Passkey.person_id == lead.id).values(public=theirs.public))
    [name], [key] = real.kept, own.kept.values()
    own.kept = {name: replace(key, handle=real.kept[name].handle)}
    assert try_in(browse(), own) == 422
    assert tags(database)[-2:] == ["tampering:met", "session:refused"]
    assert try_in(browse(), real) == 422


def test_what_came_too_late_keeps_no_secret_of_a_passkey(browse: Browse, lead: Colleague) -> None:
    device = Authenticator()
    browser = opening(browse, lead, device)
    page = told(browser.get("/me/passkeys/new").text)
    made = Authenticator().make(page)
    browser.wait(minutes=31)
    assert "kept=1" in browser.post("/me/passkeys", name="Late laptop", alone="1", **made).headers["location"]
    browser.sign_in(lead)
    kept = browser.get("/kept").text
    assert "Late laptop" in kept
    assert made["prf"] not in kept
    assert "attestationObject" not in kept


def test_the_cookie_of_a_thief_ends_with_the_passkeys_removal(browse: Browse, lead: Colleague) -> None:
    """A stolen session takes no factor of the owner's away, and ends when the owner puts things right."""
    device = Authenticator()
    owner = opening(browse, lead, device)
    thief = browse()
    owner.wait(minutes=6)
    thief.client.cookies.set("__Host-casework", owner.cookie, domain="cases.example.org")
    number = thief.get("/me").text.split("/me/passkeys/")[1].split('"')[0]
    for path in (f"/me/passkeys/{number}/removal", "/me/codes", "/me/phone/removal", "/me/passkeys"):
        assert thief.post(path).headers["location"].startswith("/step-up"), path
    assert thief.post("/step-up", password="guess", code="000000").status_code == 422
    fresh = browse()
    fresh.wait(seconds=30)
    fresh.first_step(lead)
    fresh.post("/second-factor", code=code(lead.totp, fresh.now))
    fresh.step_up(lead)
    assert fresh.post(f"/me/passkeys/{number}/removal").status_code == 303
    assert thief.get("/me").status_code == 303
    assert try_in(browse(), device) == 422


def test_an_address_that_tries_often_waits(browse: Browse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(limits.MOST, "address", 2)
    browser = browse()
    statuses = [browser.post("/sign-in/passkey", assertion="x").status_code for _ in range(3)]
    assert statuses == [422, 422, 429]


def test_an_earlier_session_in_this_browser_ends(browse: Browse, lead: Colleague) -> None:
    device = Authenticator()
    browser = opening(browse, lead, device)
    old = browser.cookie
    assert try_in(browser, device) == 303
    other = browse()
    other.client.cookies.set("__Host-casework", old, domain="cases.example.org")
    assert other.get("/me").status_code == 303
