"""Codes from a phone and codes on paper: each once, whoever sends them and however fast; and a phone that was lost."""

import base64
import re
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from casework.audit.models import TrailEntry
from casework.db import Database
from casework.mail import Office
from casework.mail.models import Outbox
from casework.people import codes, enrolment, factors, printed, sessions
from casework.people.factor import Factor
from casework.people.models import Person, PrintedCode
from casework.staff.actions.factors import print_codes
from casework.vault import Vault
from tests.people.staff import NOW, PASSWORD, Colleague, code

from .browser import Browser, words

Browse = Callable[..., Browser]
CODE = re.compile(r"<code>([0-9A-Z]{5}-[0-9A-Z]{5})</code>")


def print_ten(browser: Browser) -> list[str]:
    """They have stepped up; the sheet is shown."""
    nonce = re.search(r'name="nonce" value="([^"]+)"', browser.get("/me/codes").text)
    assert nonce
    shown = browser.post("/me/codes", nonce=nonce[1])
    assert shown.status_code == 200, words(shown)
    return CODE.findall(shown.text)


def tags(database: Database) -> list[str]:
    with database.reading() as db:
        return [row.tag for row in db.scalars(select(TrailEntry).order_by(TrailEntry.seq))]


def test_ten_are_shown_once_counted_and_each_stands_for_the_phone_once(
    browse: Browse, database: Database, lead: Colleague
) -> None:
    browser = browse().sign_in(lead)
    assert browser.get("/me/codes").headers["location"] == "/step-up?next=/me/codes"
    browser.step_up(lead)
    ten = print_ten(browser)
    assert len(set(ten)) == 10
    assert ten[0] not in browser.get("/me/codes").text
    assert "10 left" in words(browser.get("/me"))
    there = browse()
    there.first_step(lead)
    assert there.post("/second-factor", code=ten[0].lower().replace("-", " ")).status_code == 303
    assert there.get("/me").status_code == 200
    assert "9 left" in words(there.get("/me"))
    again = browse()
    again.first_step(lead)
    assert again.post("/second-factor", code=ten[0]).status_code == 422, "each works once"
    assert there.post("/step-up", password=PASSWORD, code=ten[0]).status_code == 422
    assert there.post("/step-up", password=PASSWORD, code=ten[1]).status_code == 303
    assert tags(database).count("factor:code used") == 2
    assert "factor:codes printed" in tags(database)


def test_whose_code_is_used_is_told_and_told_again_when_few_are_left(
    browse: Browse, database: Database, lead: Colleague
) -> None:
    ten = print_ten(browse().sign_in(lead).step_up(lead))
    database.carry(mail=Office("https://cases.example.org"))
    for at, typed in enumerate(ten[:7]):
        browser = browse()
        browser.first_step(lead)
        answer = browser.post("/second-factor?next=/desk", code=typed)
        after = "/me%3Fsaved%3Dfew" if at == 6 else "/desk"
        assert answer.headers["location"] == f"/signed-in?next={after}"
        with database.reading() as db:
            told = Counter(db.scalars(select(Outbox.notice)))
        assert told == Counter({"printed code used": at + 1} | ({"few printed codes": 1} if at == 6 else {}))
        assert ("time for new ones" in words(browser.get("/me"))) == (at == 6)


def test_two_forms_sent_at_once_leave_one_sheet(browse: Browse, database: Database, lead: Colleague) -> None:
    actor = sessions.find(database, browse().sign_in(lead).cookie, NOW + timedelta(minutes=1))
    assert actor is not None

    def send(number: str) -> list[str]:
        return print_codes(database, actor, number, NOW)

    with ThreadPoolExecutor(4) as pool:
        sheets = list(pool.map(send, ["one", "two", "three", "four"]))
    assert all(len(sheet) == 10 for sheet in sheets)
    with database.reading() as db:
        assert factors.held(db, lead.id).printed == 10


def test_paper_stands_for_a_phone_that_is_gone_when_the_password_is_forgotten(
    browse: Browse, database: Database, lead: Colleague
) -> None:
    ten, new = print_ten(browse().sign_in(lead).step_up(lead)), "an umbrella in the fruit bowl"
    fields = {"email": lead.email, "recovery_code": lead.recovery_code, "password": new, "again": new}
    browser = browse()
    assert browser.post("/recover", **fields, code=ten[4]).headers["location"] == "/sign-in?recovered=1"
    assert tags(database)[-2:] == ["factor:code used", "person:password"]
    assert browser.post("/recover", **fields, code=ten[4]).status_code == 422


def test_new_ones_end_the_old_ones(browse: Browse, lead: Colleague) -> None:
    browser = browse().sign_in(lead).step_up(lead)
    old, new = print_ten(browser), print_ten(browser)
    assert not set(old) & set(new)
    other = browse()
    other.first_step(lead)
    assert other.post("/second-factor", code=old[3]).status_code == 422
    assert other.post("/second-factor", code=new[3]).status_code == 303


def test_a_second_click_shows_the_same_ones_and_a_later_one_none(browse: Browse, lead: Colleague) -> None:
    browser = browse().sign_in(lead).step_up(lead)
    first = browser.post("/me/codes", nonce="the number of one form")
    again = browser.post("/me/codes", nonce="the number of one form")
    assert CODE.findall(first.text) == CODE.findall(again.text) != []
    newer = print_ten(browser)
    back = browser.post("/me/codes", nonce="the number of one form")
    assert back.status_code == 409, "codes that ended do not come back"
    assert CODE.findall(back.text) == []
    browser.post("/step-up", password=PASSWORD, code=newer[0])
    browser.wait(seconds=61)
    assert browser.post("/me/codes", nonce="the number of one form").status_code == 409


def test_whoever_has_the_same_code_on_paper_is_somebody_else(
    browse: Browse, lead: Colleague, specialist: Colleague
) -> None:
    mara, tom = browse().sign_in(lead).step_up(lead), browse().sign_in(specialist).step_up(specialist)
    ten = CODE.findall(mara.post("/me/codes", nonce="one number for both").text)
    assert not set(ten) & set(CODE.findall(tom.post("/me/codes", nonce="one number for both").text))
    other = browse()
    other.first_step(specialist)
    assert other.post("/second-factor", code=ten[0]).status_code == 422


@pytest.mark.parametrize("kind", ["phone", "paper"])
def test_of_two_who_send_the_same_code_at_once_one_comes_in(database: Database, lead: Colleague, kind: str) -> None:
    with database.transaction() as db:
        mine = factors.credential_of(db, lead.id)
        typed = code(lead.totp, NOW) if kind == "phone" else printed.make(db, mine, "a form", NOW, first=True)[0]

    def send(_: int) -> Factor | None:
        with database.transaction() as db:
            return codes.accept(db, factors.credential_of(db, lead.id), typed, NOW)

    with ThreadPoolExecutor(4) as pool:
        taken = [factor for factor in pool.map(send, range(4)) if factor]
    assert len(taken) == 1


def test_a_new_phone_takes_the_place_of_a_lost_one(browse: Browse, database: Database, lead: Colleague) -> None:
    """The phone is gone, the paper is there: no new key, no new enrolment."""
    browser = browse().sign_in(lead).step_up(lead)
    ten = print_ten(browser)
    thief = browse().sign_in(lead)
    fresh = browse()
    fresh.first_step(lead)
    fresh.post("/second-factor", code=ten[0])
    assert fresh.get("/me/phone").headers["location"] == "/step-up?next=/me/phone"
    fresh.post("/step-up", password=PASSWORD, code=ten[1])
    shown = fresh.get("/me/phone").text
    secret, kept = _secret(shown), re.search(r'name="secret" value="([0-9a-f]+)"', shown)
    assert kept
    assert fresh.post("/me/phone", secret=kept[1], code=code(lead.totp, fresh.now)).status_code == 422
    assert fresh.post("/me/phone", secret=kept[1], code="").status_code == 422
    answer = fresh.post("/me/phone", secret=kept[1], code=code(secret, fresh.now))
    assert answer.headers["location"] == "/me?saved=phone"
    assert thief.get("/me").status_code == 303, "whoever has the old phone is signed out"
    assert fresh.get("/me").status_code == 200
    fresh.wait(seconds=30)
    later = browse()
    later.first_step(lead)
    assert later.post("/second-factor", code=code(lead.totp, fresh.now)).status_code == 422
    assert later.post("/second-factor", code=code(secret, fresh.now)).status_code == 303
    assert "factor:phone" in tags(database)


def _secret(shown: str) -> bytes:
    written = re.search(r"<code>([A-Z2-7 ]+)</code>", shown)
    assert written
    return base64.b32decode(written[1].replace(" ", ""))


def test_a_phone_of_somebody_elses_form_is_not_taken(
    browse: Browse, database: Database, lead: Colleague, specialist: Colleague
) -> None:
    browser = browse().sign_in(lead).step_up(lead)
    with database.reading() as db:
        theirs = codes.seal(db, factors.credential_of(db, specialist.id), bytes(20)).hex()
    for kept in (theirs, "", "zz", "00" * 40):
        answer = browser.post("/me/phone", secret=kept, code=code(bytes(20), browser.now))
        assert answer.headers["location"] == "/me/phone", kept


def test_the_last_factor_that_lasts_stays(browse: Browse, lead: Colleague) -> None:
    browser = browse().sign_in(lead).step_up(lead)
    print_ten(browser)
    assert browser.post("/me/phone/removal").status_code == 409, "paper is used up one day"
    assert "last second factor" in words(browser.get("/me/phone"))


def test_a_new_generation_has_no_paper_of_the_old_one(
    browse: Browse, database: Database, keys: Vault, lead: Colleague
) -> None:
    ten = print_ten(browse().sign_in(lead).step_up(lead))
    made = enrolment.prepare(keys, PASSWORD)
    with database.transaction() as db:
        person = db.get_one(Person, lead.id)
        enrolment.confirm(db, person, enrolment.begin(db, person, made, NOW), made.private, NOW)
        assert db.scalars(select(PrintedCode)).all() == []
    browser = browse()
    browser.first_step(lead)
    assert browser.post("/second-factor", code=ten[0]).status_code == 422


def test_who_lost_everything_takes_one_new_phone_and_nothing_else_counts(
    browse: Browse, database: Database, lead: Colleague
) -> None:
    browser = browse().sign_in(lead).step_up(lead)
    ten, new = print_ten(browser), bytes(range(20))
    at = browser.now + timedelta(minutes=2)
    with database.transaction() as db:
        mine = factors.credential_of(db, lead.id)
        assert not factors.replace_factors(db, mine, new, "000000", at)
        assert factors.replace_factors(db, mine, new, code(new, at), at)
        assert factors.held(db, lead.id) == factors.Held(phone=True, passkeys=0, printed=0)
    assert browser.get("/me").status_code == 303
    browser.wait(minutes=2)
    fresh = browse()
    fresh.first_step(lead)
    for typed in (ten[0], code(lead.totp, fresh.now), code(new, fresh.now)):
        assert fresh.post("/second-factor", code=typed).status_code == 422, "none of it, and no code twice"
    fresh.wait(seconds=30)
    assert fresh.post("/second-factor", code=code(new, fresh.now)).status_code == 303
