"""Another e-mail address: the owner or a lead, both addresses told, resets shut for three days; and the administrator
who would like to be somebody else."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from casework import vault
from casework.audit import HouseTag
from casework.db import Database
from casework.mail import offered
from casework.people import Role, accounts
from casework.people.models import Person
from casework.staff.actions import forgotten
from tests.mail.reading import told, waiting
from tests.people.staff import Colleague, enrolled

from .browser import Browser, words
from .test_forgotten import NEW, POST, tags, typed

Browse = Callable[..., Browser]
ELSEWHERE = "elsewhere@example.org"


@pytest.fixture
def browse(browse: Browse) -> Browse:
    return lambda **changes: browse(**{"mail": POST, **changes})


def address_of(database: Database, who: Colleague) -> str:
    with database.reading() as db:
        return accounts.email_of(db, db.get_one(Person, who.id))


def ask(browser: Browser, database: Database, email: str) -> int:
    """How many links were mailed for it."""
    assert browser.post("/recover/link", email=email).status_code == 200
    return forgotten.answer(database, datetime.now(UTC))


def test_the_owner_changes_it_after_proving_who_they_are(browse: Browse, database: Database, lead: Colleague) -> None:
    browser = browse().sign_in(lead)
    assert browser.post("/me/email", email=ELSEWHERE).headers["location"].startswith("/step-up")
    browser.step_up(lead)
    assert browser.post("/me/email", email=ELSEWHERE).headers["location"] == "/me?saved=email"
    assert address_of(database, lead) == ELSEWHERE
    assert [one.address for one in waiting(database, "address changed")] == [ELSEWHERE]
    assert [one.address for one in waiting(database, "link to object")] == [lead.email]
    assert (HouseTag.ADDRESS_CHANGED.value, lead.id) in tags(database)


@pytest.mark.parametrize("typed_", ["", "no address", "two@example.org words"])
def test_what_is_no_address_stays_in_the_form(browse: Browse, lead: Colleague, typed_: str) -> None:
    browser = browse().sign_in(lead).step_up(lead)
    answer = browser.post("/me/email", email=typed_)
    assert answer.status_code == 422
    assert typed_ in answer.text


def test_an_address_is_one_accounts_alone(browse: Browse, database: Database, lead: Colleague) -> None:
    enrolled(database, "Tom", Role.SPECIALIST)
    answer = browse().sign_in(lead).step_up(lead).post("/me/email", email="TOM@example.org")
    assert answer.status_code == 422
    assert "There is an account with this address already" in words(answer)


def test_a_lead_changes_a_colleagues_and_an_administrator_does_not(
    browse: Browse, database: Database, lead: Colleague, administrator: Colleague, specialist: Colleague
) -> None:
    path = f"/people/{specialist.id}/email"
    admin = browse().sign_in(administrator).step_up(administrator)
    assert admin.get(path).status_code == 403
    assert admin.post(path, email=ELSEWHERE).status_code == 403
    assert address_of(database, specialist) == specialist.email
    boss = browse().sign_in(lead).step_up(lead)
    assert boss.post(path, email=ELSEWHERE).status_code == 303
    assert address_of(database, specialist) == ELSEWHERE


def test_for_three_days_no_link_is_sent_and_those_that_are_out_end(
    browse: Browse, database: Database, lead: Colleague, administrator: Colleague
) -> None:
    thief = browse()
    assert ask(thief, database, lead.email) == 1
    path = waiting(database, "link to a new password")[0].path
    browse().sign_in(lead).step_up(lead).post("/me/email", email=ELSEWHERE)
    assert thief.post(path, **typed(lead)).status_code == 404, "mailed to where they are no more"
    thief.wait(hours=71)
    assert ask(thief, database, ELSEWHERE) == 0
    admin = browse().sign_in(administrator).step_up(administrator)
    answer = admin.post(f"/people/{lead.id}/link")
    assert answer.status_code == 409
    assert "three days" in words(answer)
    thief.wait(hours=2)
    assert ask(thief, database, ELSEWHERE) == 1


def test_the_owner_objects_from_the_old_address(browse: Browse, database: Database, specialist: Colleague) -> None:
    """Somebody sat at an open session, knew the password and had the phone; and moved the address twice."""
    lead = enrolled(database, "Hanne", Role.LEAD)
    thief = browse().sign_in(specialist).step_up(specialist)
    thief.post("/me/email", email=ELSEWHERE)
    thief.post("/me/email", email="further@example.org")
    path = next(one.path for one in waiting(database, "link to object") if one.address == specialist.email)
    theirs = next(one.path for one in waiting(database, "link to object") if one.address == ELSEWHERE)
    owner = browse()
    assert specialist.email in words(owner.get(path))
    assert owner.get(path).status_code == 200, "looking changes nothing"
    assert address_of(database, specialist) == "further@example.org"
    assert "Your address counts again" in words(owner.post(path))
    assert address_of(database, specialist) == specialist.email
    assert thief.get("/me").status_code == 303, "out"
    assert owner.post(path).status_code == 404, "once"
    assert thief.post(theirs).status_code == 404, "the thief’s own objection died with it"
    assert ask(owner, database, specialist.email) == 0, "shut for three days from now"
    assert "address disputed" in told(database, lead.id)


def test_an_objection_comes_too_late_after_three_days(browse: Browse, database: Database, lead: Colleague) -> None:
    browse().sign_in(lead).step_up(lead).post("/me/email", email=ELSEWHERE)
    [link] = waiting(database, "link to object")
    late = browse()
    late.wait(hours=73)
    assert late.get(link.path).status_code == 404
    assert late.post(link.path).status_code == 404
    assert (HouseTag.RESET_REFUSED.value, lead.id) in tags(database)


def test_an_administrator_starts_a_new_key_and_cannot_finish_it(
    browse: Browse, database: Database, administrator: Colleague, specialist: Colleague
) -> None:
    """The link goes to its owner; whoever uses it receives nothing before a lead has compared six words."""
    admin = browse().sign_in(administrator).step_up(administrator)
    answer = admin.post(f"/people/{specialist.id}/link")
    assert answer.status_code == 200
    [mail] = waiting(database, "link to enrol")
    assert mail.address == specialist.email
    assert mail.path not in answer.text
    assert "mailed to Tom" in words(answer)
    with database.reading() as db:
        half = vault.pairs.current(db, vault.HolderKind.PERSON, specialist.id)
        assert half.key == vault.hpke.public_of(specialist.private), "nothing has changed yet"
    assert browse().sign_in(specialist).get("/me").status_code == 200
    assert admin.get("/reset/anything").status_code == 404
    assert admin.post(mail.path.replace("/enrol/", "/reset/"), **typed(specialist)).status_code == 404


def test_each_change_of_how_one_signs_in_is_told(browse: Browse, database: Database, lead: Colleague) -> None:
    browser = browse().sign_in(lead).step_up(lead)
    browser.post("/me/told", told=[])
    assert browser.post("/me/password", password=NEW, again=NEW).status_code == 303
    assert told(database, lead.id) == {"password changed"}


def test_everybody_chooses_what_they_are_told_of_their_work(
    browse: Browse, database: Database, lead: Colleague
) -> None:
    browser = browse().sign_in(lead)
    assert browser.get("/me/told").text.count(" checked") == len(offered([Role.LEAD]))
    assert browser.post("/me/told", told=["message", "deadline"]).headers["location"] == "/me?saved=told"
    assert browser.get("/me/told").text.count(" checked") == 2
    assert browser.post("/me/told", told=["password changed"]).status_code == 422, "no choice"


def test_leads_are_told_of_what_other_leads_do(
    browse: Browse, database: Database, lead: Colleague, specialist: Colleague
) -> None:
    other = enrolled(database, "Hanne", Role.LEAD)
    new = enrolled(database, "New", admitted=False)
    boss = browse().sign_in(lead).step_up(lead)
    boss.post(f"/people/{new.id}/admission", compared="1", generation="1")
    assert boss.post(f"/people/{new.id}/roles", role="specialist").status_code == 303
    assert told(database, other.id) == {"colleague admitted", "roles changed"}
    assert told(database, new.id) == {"admitted"}
    assert told(database, lead.id) == told(database, specialist.id) == set()
    assert {one.path for one in waiting(database) if one.person_id == other.id} == {"/people"}
