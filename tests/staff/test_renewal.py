"""Another key for oneself: what could be read stays readable, to the new key alone, and a lead compares its words."""

import base64
import re
from collections.abc import Callable
from html import unescape

import pytest
from sqlalchemy import select

from casework import vault
from casework.audit import verify
from casework.audit.models import TrailEntry
from casework.db import Database
from casework.people import Role, drafts, sessions
from casework.people.models import Admission, Person
from casework.vault import Compartment, Holder, HolderKind, NoSeal, Unreadable, journal, pairs, rooms
from casework.vault.models import Seal
from tests.people.staff import NOW, PASSWORD, Colleague, code, enrolled

from .browser import Browser, words

Browse = Callable[..., Browser]
CASES = (7, 8, 9)


def begun(browser: Browser) -> tuple[str, bytes]:
    """The recovery code on the page, and the secret under its QR code."""
    answer = browser.post("/me/renewal", password=PASSWORD, again=PASSWORD)
    shown = re.search(r"<output[^>]*>([A-Z2-7-]+)</output>", answer.text)
    typed = re.search(r"<code>([A-Z2-7 ]+)</code>", unescape(answer.text))
    assert shown, words(answer)
    assert typed
    return shown[1], base64.b32decode(typed[1].replace(" ", ""))


def holding(database: Database, *people: Colleague) -> None:
    """Three cases, each sealed to these people in two rooms; one seal was opened and turned to its holder's own key."""
    with database.transaction() as db:
        halves = [pairs.current(db, HolderKind.PERSON, who.id) for who in people]
        for case in CASES:
            rooms.found_case(db, case)
            rooms.build(db, case, Compartment.FILE, to=halves)
            rooms.build(db, case, Compartment.PRIVILEGED, to=halves)
        rooms.enter(db, people[0].holder, CASES[0], Compartment.FILE)


def taken(browser: Browser, who: Colleague) -> Holder:
    browser.sign_in(who).step_up(who)
    recovery_code, secret = begun(browser)
    browser.wait(seconds=30)
    done = browser.post("/me/renewal/confirmation", recovery_code=recovery_code.lower(), code=code(secret, browser.now))
    assert done.headers.get("location") == "/waiting", words(done)
    return Holder(HolderKind.PERSON, who.id, 2, b"")


def key_of(database: Database, browser: Browser) -> Holder:
    actor = sessions.find(database, browser.cookie, browser.now)
    assert actor is not None
    assert actor.holder is not None
    return actor.holder


@pytest.fixture
def colleague(database: Database, lead: Colleague) -> Colleague:
    return enrolled(database, "Noor", Role.SPECIALIST)


def test_what_could_be_read_opens_to_the_new_key_and_not_to_the_old(
    browse: Browse, database: Database, lead: Colleague, colleague: Colleague
) -> None:
    holding(database, colleague, lead)
    browser = browse()
    taken(browser, colleague)
    new = key_of(database, browser)
    assert new.private != colleague.private
    with database.reading() as db:
        for case in CASES:
            assert set(rooms.enter_all(db, new, case)) == {(Compartment.FILE, 0), (Compartment.PRIVILEGED, 0)}
            assert set(rooms.enter_all(db, lead.holder, case)) == set(rooms.enter_all(db, new, case))
        with pytest.raises(NoSeal):
            rooms.enter(db, colleague.holder, CASES[0], Compartment.FILE)
        own = db.execute(select(Seal.generation, Seal.form).where(Seal.holder_id == colleague.id)).all()
        assert {tuple(row) for row in own} == {(2, "own")}
        assert verify(db) == []
        entry = db.scalars(select(TrailEntry).where(TrailEntry.tag == "person:renewed")).one()
        assert '"seals":6' in entry.ids


def test_until_a_lead_compares_the_new_words_nothing_is_offered_or_sealed(
    browse: Browse, database: Database, lead: Colleague, colleague: Colleague
) -> None:
    browser, earlier = browse(), browse()
    earlier.sign_in(colleague)
    browser.wait(seconds=30)
    taken(browser, colleague)
    assert earlier.get("/me").status_code == 303, "an earlier session went on"
    actor = sessions.find(database, browser.cookie, browser.now)
    assert actor is not None
    assert not actor.admitted
    assert "six words" in words(browser.get("/waiting"))
    with database.reading() as db:
        assert db.get(Admission, (colleague.id, 2)) is None
        known = vault.of(db)
    assert known.journal is not None
    assert any(
        entry.kind == "generation" and entry.ids["generation"] == 2 for entry in journal.read(known, known.journal)
    )


def test_they_sign_in_with_the_new_phone_and_the_new_password(
    browse: Browse, database: Database, lead: Colleague, colleague: Colleague
) -> None:
    browser = browse()
    browser.sign_in(colleague).step_up(colleague)
    recovery_code, secret = begun(browser)
    browser.wait(seconds=30)
    browser.post("/me/renewal/confirmation", recovery_code=recovery_code, code=code(secret, browser.now))
    again = browse()
    again.wait(seconds=60)
    assert again.first_step(colleague).status_code == 303
    assert again.post("/second-factor", code=code(colleague.totp, again.now)).status_code == 422, "the old entry fits"
    assert again.post("/second-factor", code=code(secret, again.now)).status_code == 303


def test_a_text_that_came_too_late_is_still_theirs(
    browse: Browse, database: Database, lead: Colleague, colleague: Colleague
) -> None:
    browser = browse()
    browser.sign_in(colleague)
    assert drafts.keep(database, browser.cookie, "/cases/new", {"what": ["half a note"]}, browser.now)
    browser.wait(seconds=30)
    other = browse()
    taken(other, colleague)
    with database.reading() as db:
        [kept] = drafts.of(db, key_of(database, other), other.now)
    assert kept.fields == {"what": ["half a note"]}


def test_it_takes_proof_and_the_code_typed_back(
    browse: Browse, database: Database, lead: Colleague, colleague: Colleague
) -> None:
    browser = browse().sign_in(colleague)
    assert browser.get("/me/renewal").headers["location"].startswith("/step-up")
    browser.step_up(colleague)
    assert browser.post("/me/renewal", password="short", again="short").status_code == 422
    assert browser.post("/me/renewal/confirmation", recovery_code="x", code="1").status_code == 303, "nothing was begun"
    recovery_code, secret = begun(browser)
    browser.wait(seconds=30)
    wrong = browser.post(
        "/me/renewal/confirmation", recovery_code=colleague.recovery_code, code=code(secret, browser.now)
    )
    assert wrong.status_code == 422
    wrong = browser.post(
        "/me/renewal/confirmation", recovery_code=recovery_code, code=code(colleague.totp, browser.now)
    )
    assert wrong.status_code == 422
    with database.reading() as db:
        assert db.get_one(Person, colleague.id).generation == 1


def test_who_could_be_admitted_by_nobody_keeps_their_key(browse: Browse, lead: Colleague) -> None:
    browser = browse().sign_in(lead).step_up(lead)
    refused = browser.post("/me/renewal", password=PASSWORD, again=PASSWORD)
    assert refused.status_code == 409
    assert "nobody else who could compare" in words(refused)


def test_a_key_that_the_server_keeps_is_taken_back_first(
    browse: Browse, database: Database, lead: Colleague, colleague: Colleague
) -> None:
    from casework.people import custody

    with database.transaction() as db:
        custody.hand_in(db, colleague.id, 1, colleague.private, NOW)
    browser = browse().sign_in(colleague).step_up(colleague)
    refused = browser.post("/me/renewal", password=PASSWORD, again=PASSWORD)
    assert refused.status_code == 409
    assert "Take it back first" in words(refused)


def test_a_seal_that_was_swapped_stays_behind_and_holds_nobody_up(database: Database, colleague: Colleague) -> None:
    """A seal of another case put in place of one's own does not come along."""
    holding(database, colleague)
    with database.transaction() as db:
        one, other = db.scalars(select(Seal).where(Seal.holder_id == colleague.id).order_by(Seal.case_id)).all()[1:3]
        one.sealed, other.sealed = other.sealed, one.sealed
    new = Holder(HolderKind.PERSON, colleague.id, 2, vault.hpke.new_private())
    with database.transaction() as db:
        assert vault.moving.reseal(db, colleague.holder, new) == 4
    with database.reading() as db:
        opened = sum(len(rooms.enter_all(db, new, case)) for case in CASES)
        assert opened == 4
        for wrong in (Holder(HolderKind.PERSON, colleague.id, 2, colleague.private),):
            with pytest.raises(Unreadable):
                rooms.enter(db, wrong, CASES[2], Compartment.FILE)


def test_what_changed_while_it_was_prepared_comes_along_and_the_power_may_go(
    database: Database, colleague: Colleague
) -> None:
    """One room is opened for the first time meanwhile, one gets a new key, one is new, one ends."""
    holding(database, colleague)
    new = Holder(HolderKind.PERSON, colleague.id, 2, vault.hpke.new_private())
    with database.reading() as db:
        prepared = vault.moving.prepare(db, colleague.holder, new)
    with database.transaction() as db:
        rooms.enter(db, colleague.holder, CASES[1], Compartment.FILE)
        rooms.build(db, CASES[1], Compartment.MEDICAL, to=[pairs.current(db, HolderKind.PERSON, colleague.id)])
        rooms.remove(db, CASES[2], Compartment.FILE, HolderKind.PERSON, colleague.id)
    with pytest.raises(KeyboardInterrupt), database.transaction() as db:
        vault.moving.reseal(db, colleague.holder, new, prepared)
        raise KeyboardInterrupt
    with database.reading() as db:
        assert sum(len(rooms.enter_all(db, colleague.holder, case)) for case in CASES) == 6
    with database.transaction() as db:
        assert vault.moving.reseal(db, colleague.holder, new, prepared) == 6
    with database.reading() as db:
        assert sum(len(rooms.enter_all(db, new, case)) for case in CASES) == 6
        assert rooms.enter_all(db, colleague.holder, CASES[1]) == {}
        assert (Compartment.FILE, 0) not in rooms.enter_all(db, new, CASES[2])
