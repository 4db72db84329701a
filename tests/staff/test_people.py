"""Accounts: made by the administrator, admitted by a lead, and each role given by whom it is theirs to give."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select

from casework.audit.models import TrailEntry
from casework.db import Database
from casework.mail import Office
from casework.people import Role, grants
from casework.people.models import Person, RoleGrant
from casework.people.standing import Standing, standing
from tests.cast import one_person
from tests.mail.reading import waiting
from tests.people.staff import PASSWORD, Colleague, code, enrolled

from .browser import Browser, words

Browse = Callable[..., Browser]


def stands(database: Database, who: Colleague) -> Standing:
    with database.reading() as db:
        return standing(db)[who.id]


def tags(database: Database) -> list[str]:
    with database.reading() as db:
        return list(db.scalars(select(TrailEntry.tag).order_by(TrailEntry.seq)))


def test_from_an_invitation_to_a_specialist(
    browse: Browse, database: Database, lead: Colleague, administrator: Colleague
) -> None:
    admin = browse().sign_in(administrator).step_up(administrator)
    answer = admin.post("/people", name="Tom  Bakker", email="tom@example.org", duty="People team", number="4711")
    link = re.search(r"https://cases\.example\.org(/enrol/[\w-]+)", answer.text)
    assert link, words(answer)
    new = browse()
    enrol = new.post(link[1], password=PASSWORD, again=PASSWORD)
    recovery = re.search(r">([A-Z2-7]{4}(?:-[A-Z2-7]{2,4}){6})<", enrol.text)
    secret = re.search(r"<code>([A-Z2-7 ]+)</code>", enrol.text)
    assert recovery
    assert secret
    import base64

    totp = base64.b32decode(secret[1].replace(" ", ""))
    new.post(f"{link[1]}/confirmation", recovery_code=recovery[1], code=code(totp, new.now))
    shown = re.search(r"<output>([a-z ]+)</output>", new.get("/waiting").text)
    assert shown

    with database.reading() as db:
        tom = db.scalars(select(Person).where(Person.name == "Tom Bakker")).one()
        assert tom.employee_index is not None
    boss = browse().sign_in(lead)
    assert "waits for a lead" in words(boss.get("/people"))
    assert shown[1] in words(boss.get(f"/people/{tom.id}"))
    path = f"/people/{tom.id}/admission"
    assert boss.post(path, compared="1", generation="1").headers["location"].startswith("/step-up")
    boss.step_up(lead)
    assert boss.post(path, generation="1").status_code == 422, "the words must be compared"
    assert boss.post(path, compared="1", generation="2").status_code == 409, "a generation that nobody looked at"
    assert boss.post(path, compared="1", generation="1").status_code == 303
    assert boss.post(f"/people/{tom.id}/roles", role="specialist").status_code == 303
    assert new.get("/waiting").headers["location"] == "/signed-in"
    with database.reading() as db:
        one = standing(db)[tom.id]
        assert (one.able, one.roles) == (True, frozenset({Role.SPECIALIST}))
    assert {"person:invited", "person:enrolled", "person:admitted", "role:given"} <= set(tags(database))


def test_the_administrator_gives_no_role_that_holds_cases_and_admits_nobody(
    browse: Browse, database: Database, lead: Colleague, administrator: Colleague
) -> None:
    new = enrolled(database, "New", admitted=False)
    admin = browse().sign_in(administrator).step_up(administrator)
    assert "specialist" not in admin.get(f"/people/{new.id}").text
    assert admin.post(f"/people/{new.id}/roles", role="specialist").status_code == 403
    assert admin.post(f"/people/{new.id}/admission", compared="1", generation="1").status_code == 403
    assert admin.post(f"/people/{new.id}/roles", role="auditor").status_code == 303
    boss = browse().sign_in(lead).step_up(lead)
    assert boss.post(f"/people/{new.id}/roles", role="administrator").status_code == 403
    one = stands(database, new)
    assert (one.admitted, one.roles) == (False, frozenset({Role.AUDITOR}))


def test_nobody_admits_or_suspends_themselves_and_the_last_lead_stays(
    browse: Browse, database: Database, lead: Colleague, administrator: Colleague
) -> None:
    boss = browse().sign_in(lead).step_up(lead)
    assert boss.post(f"/people/{lead.id}/admission", compared="1", generation="1").status_code == 409
    theirs = enrolled(database, "Again", Role.SPECIALIST, admitted=False)
    one_person(database, lead.id, theirs.id)
    assert boss.post(f"/people/{theirs.id}/admission", compared="1", generation="1").status_code == 409
    one_person(database, theirs.id, number="P-8")
    assert boss.post(f"/people/{theirs.id}/admission", compared="1", generation="1").status_code == 303
    assert boss.post(f"/people/{lead.id}/suspension").status_code == 409
    with database.reading() as db:
        [grant] = grants.held(db, lead.id)
    answer = boss.post(f"/people/{lead.id}/roles/{grant.id}/end")
    assert answer.status_code == 409
    assert "nobody left with this role" in words(answer)
    admin = browse().sign_in(administrator).step_up(administrator)
    assert admin.post(f"/people/{lead.id}/suspension").status_code == 409
    second = enrolled(database, "Second", Role.LEAD)
    assert admin.post(f"/people/{second.id}/suspension").status_code == 303
    assert stands(database, second).state == "suspended"


def test_ending_a_role_and_suspending_take_hold_at_once(
    browse: Browse, database: Database, lead: Colleague, specialist: Colleague
) -> None:
    theirs = browse().sign_in(specialist)
    boss = browse().sign_in(lead).step_up(lead)
    with database.reading() as db:
        grant = db.scalars(select(RoleGrant).where(RoleGrant.person_id == specialist.id)).one()
    assert boss.post(f"/people/{lead.id}/roles/{grant.id}/end").status_code == 404
    for _click in range(2):
        assert boss.post(f"/people/{specialist.id}/roles/{grant.id}/end").status_code == 303
    assert stands(database, specialist).roles == frozenset()
    assert boss.post(f"/people/{specialist.id}/suspension").status_code == 303
    assert theirs.get("/me").status_code == 303
    assert browse().first_step(specialist).status_code == 422
    assert boss.post(f"/people/{specialist.id}/suspension/end").status_code == 303
    theirs.wait(seconds=30)
    theirs.sign_in(specialist)


def test_an_invitation_goes_by_mail_where_the_administrator_chooses_so(
    browse: Browse, database: Database, administrator: Colleague
) -> None:
    """Then they never see it. Without a mail server, or by choice, it is handed over by hand."""
    admin = browse().sign_in(administrator).step_up(administrator)
    said = {"name": "Ann", "email": "ann@example.org", "mailed": "1"}
    assert "Mail the link" not in words(admin.get("/people/new"))
    assert "/enrol/" in admin.post("/people", **said).text, "no mail is sent here: what was chosen counts for nothing"
    database.carry(mail=Office("https://cases.example.org"))
    assert 'name="mailed" value="1" checked' in admin.get("/people/new").text
    answer = admin.post("/people", **said | {"email": "bea@example.org"})
    [mail] = waiting(database, "link to enrol")
    assert (mail.address, "/enrol/" in answer.text) == ("bea@example.org", False)
    assert browse().get(mail.path).status_code == 200
    assert "/enrol/" in admin.post("/people", name="Cem", email="cem@example.org").text
    again = f"/people/{mail.person_id}/link"
    assert "/enrol/" in admin.post(again).text
    assert "/enrol/" not in admin.post(again, mailed="1").text
    assert len(waiting(database, "link to enrol")) == 2
    assert browse().get(mail.path).status_code == 404, "the earlier link ended"


def test_other_leads_are_told(browse: Browse, database: Database, lead: Colleague, specialist: Colleague) -> None:
    other = enrolled(database, "Second", Role.LEAD)
    boss = browse().sign_in(lead).step_up(lead)
    boss.post(f"/people/{specialist.id}/roles", role="eeo officer")
    assert "Done by your colleagues" not in words(boss.get("/people")), "not of one's own doing"
    said = words(browse().sign_in(other).get("/people"))
    assert "Mara gave a role (eeo officer): Tom" in said


def test_enrolling_again_needs_admission_again(
    browse: Browse, database: Database, specialist: Colleague, administrator: Colleague
) -> None:
    admin = browse().sign_in(administrator).step_up(administrator)
    answer = admin.post(f"/people/{specialist.id}/link")
    link = re.search(r"https://cases\.example\.org(/enrol/[\w-]+)", answer.text)
    assert link
    browser = browse().sign_in(specialist)
    enrol = browse().post(link[1], password=PASSWORD, again=PASSWORD)
    recovery = re.search(r">([A-Z2-7]{4}(?:-[A-Z2-7]{2,4}){6})<", enrol.text)
    assert recovery
    assert browser.get("/me").status_code == 200, "nothing changed until it is confirmed"
    import base64

    secret = re.search(r"<code>([A-Z2-7 ]+)</code>", enrol.text)
    assert secret
    totp = base64.b32decode(secret[1].replace(" ", ""))
    done = browse().post(f"{link[1]}/confirmation", recovery_code=recovery[1], code=code(totp, browser.now))
    assert done.status_code == 303
    assert browser.get("/me").status_code == 303
    one = stands(database, specialist)
    assert (one.generation, one.admitted) == (2, False)


@pytest.mark.parametrize("email", ["TOM@example.org", "not an address", ""])
def test_an_address_is_used_once(
    browse: Browse, database: Database, specialist: Colleague, administrator: Colleague, email: str
) -> None:
    admin = browse().sign_in(administrator).step_up(administrator)
    assert admin.post("/people", name="Another", email=email).status_code == 422
    with database.reading() as db:
        assert "Another" not in db.scalars(select(Person.name)).all()


def test_who_may_not_see_people_does_not(browse: Browse, database: Database, specialist: Colleague) -> None:
    auditor = enrolled(database, "Aud", Role.AUDITOR)
    for who in (specialist, auditor):
        browser = browse().sign_in(who)
        for path in ("/people", "/people/new", f"/people/{who.id}"):
            assert browser.get(path).status_code == 403
