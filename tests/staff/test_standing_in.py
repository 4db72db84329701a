"""One lead and one alternate: the lead dies, is dismissed, loses their key; somebody must still admit a colleague."""

import json
from collections.abc import Callable

import pytest
from sqlalchemy import select, update

from casework import vault
from casework.audit.models import TrailEntry
from casework.db import Database
from casework.people import Role, enrolment, grants
from casework.people.models import Person, RoleGrant
from casework.people.standing import standing
from tests.people.staff import NOW, PASSWORD, Colleague, enrolled

from .browser import Browser, words

Browse = Callable[..., Browser]
SAYS = "No lead is left: you stand in for them"


@pytest.fixture
def alternate(database: Database) -> Colleague:
    return enrolled(database, "Lena", Role.ALTERNATE)


@pytest.fixture
def newcomer(database: Database) -> Colleague:
    return enrolled(database, "New", admitted=False)


def proved(browse: Browse, who: Colleague) -> Browser:
    return browse().sign_in(who).step_up(who)


def said(database: Database, tag: str) -> list[dict[str, object]]:
    """What the trail says beside these sentences."""
    with database.reading() as db:
        rows = db.scalars(select(TrailEntry.ids).where(TrailEntry.tag == tag).order_by(TrailEntry.seq))
        return [json.loads(ids) for ids in rows]


def admit(browser: Browser, whom: Colleague, generation: str = "1") -> int:
    return browser.post(f"/people/{whom.id}/admission", compared="1", generation=generation).status_code


def give(browser: Browser, whom: Colleague, role: Role) -> int:
    return browser.post(f"/people/{whom.id}/roles", role=role.value).status_code


def test_the_only_lead_dies_and_the_alternate_admits_the_next(
    browse: Browse, database: Database, lead: Colleague, alternate: Colleague, administrator: Colleague,
    newcomer: Colleague,
) -> None:  # fmt: skip
    lena, ada = proved(browse, alternate), proved(browse, administrator)
    assert SAYS not in words(lena.get("/people"))
    assert ada.post(f"/people/{lead.id}/leaving").status_code == 303
    page = words(lena.get(f"/people/{newcomer.id}"))
    assert SAYS in page
    with database.reading() as db:
        assert enrolment.fingerprint(db, db.get_one(Person, newcomer.id)) in page
    assert (admit(ada, newcomer), give(ada, newcomer, Role.LEAD)) == (403, 403), "the administrator never can"
    assert (admit(lena, newcomer), give(lena, newcomer, Role.LEAD)) == (303, 303)
    for tag in ("person:admitted", "role:given"):
        assert [ids["in_place_of"] for ids in said(database, tag)] == ["lead"]
    assert "Lena admitted a colleague, standing in for others: New" in words(browse().sign_in(newcomer).get("/people"))
    assert SAYS not in words(lena.get("/people")), "there is a lead again"
    assert give(lena, newcomer, Role.SPECIALIST) == 403


def test_the_alternate_dismisses_a_lead_who_was_the_administrator_too(
    browse: Browse, database: Database, alternate: Colleague
) -> None:
    both = enrolled(database, "Mara", Role.LEAD, Role.ADMINISTRATOR)
    theirs, lena = browse().sign_in(both), proved(browse, alternate)
    assert "The alternates stand in" in words(lena.get(f"/people/{both.id}"))
    assert lena.post(f"/people/{both.id}/suspension").status_code == 303
    assert theirs.get("/me").status_code == 303
    answer = lena.post("/people", name="Tom Bakker", email="tom@example.org")
    assert answer.status_code == 200, words(answer)
    assert give(lena, alternate, Role.LEAD) == give(lena, alternate, Role.ADMINISTRATOR) == 409
    tom = enrolled(database, "Second", admitted=False)
    assert (admit(lena, tom), give(lena, tom, Role.ADMINISTRATOR), give(lena, tom, Role.LEAD)) == (303, 303, 303)
    assert said(database, "person:invited")[0]["in_place_of"] == "administrator"
    assert "in_place_of" not in said(database, "person:suspended")[0], "deciding on the last lead is an alternate's own"
    assert lena.get("/people/new").status_code == 403
    assert lena.post(f"/people/{both.id}/suspension/end").status_code == 403


def test_beside_a_lead_an_alternate_decides_nothing_of_accounts(
    browse: Browse, database: Database, lead: Colleague, alternate: Colleague, specialist: Colleague,
    newcomer: Colleague,
) -> None:  # fmt: skip
    lena = proved(browse, alternate)
    assert (admit(lena, newcomer), give(lena, newcomer, Role.SPECIALIST)) == (403, 403)
    assert lena.post(f"/people/{specialist.id}/suspension").status_code == 403
    assert lena.post(f"/people/{lead.id}/email", email="mine@example.org").status_code == 403
    assert lena.get("/settings/routing").status_code == 403
    enrolled(database, "Second", Role.LEAD)
    assert lena.post(f"/people/{lead.id}/suspension").status_code == 403, "the other lead is there for that"


def test_the_last_who_can_act_stays(
    browse: Browse, database: Database, lead: Colleague, alternate: Colleague, administrator: Colleague
) -> None:
    ada, lena = proved(browse, administrator), proved(browse, alternate)
    assert ada.post(f"/people/{lead.id}/suspension").status_code == 303
    assert ada.post(f"/people/{alternate.id}/suspension").status_code == 409
    with database.reading() as db:
        [grant] = grants.held(db, alternate.id)
        [was] = grants.held(db, lead.id)
    assert lena.post(f"/people/{alternate.id}/roles/{grant.id}/end").status_code == 409
    assert lena.post(f"/people/{lead.id}/roles/{was.id}/end").status_code == 303, "who is out is nobody's last"
    assert lena.post(f"/people/{administrator.id}/suspension").status_code == 303
    assert "make accounts and links" in words(lena.get("/people"))


def test_the_only_lead_lost_their_key_and_the_alternate_compares_the_new_words(
    browse: Browse, database: Database, keys: vault.Vault, lead: Colleague, alternate: Colleague
) -> None:
    made = enrolment.prepare(keys, PASSWORD)
    with database.transaction() as db:
        person = db.get_one(Person, lead.id)
        enrolment.confirm(db, person, enrolment.begin(db, person, made, NOW), made.private, NOW)
    lena = proved(browse, alternate)
    assert SAYS in words(lena.get("/people"))
    assert admit(lena, lead, generation="2") == 303
    with database.reading() as db:
        assert standing(db)[lead.id].able
    assert SAYS not in words(lena.get("/people"))


def test_rows_written_into_the_database_neither_make_nor_unmake_who_stands_in(
    browse: Browse, database: Database, lead: Colleague, alternate: Colleague, specialist: Colleague,
    newcomer: Colleague,
) -> None:  # fmt: skip
    tom, lena = proved(browse, specialist), proved(browse, alternate)
    with database.transaction() as db:
        db.execute(update(Person).where(Person.id == lead.id).values(state="suspended"))
        db.execute(update(RoleGrant).where(RoleGrant.person_id == specialist.id).values(role="alternate"))
    assert admit(tom, newcomer) == 403
    with database.transaction() as db:
        db.execute(update(RoleGrant).where(RoleGrant.person_id == specialist.id).values(role="lead"))
    assert admit(tom, newcomer) == 403
    assert admit(lena, newcomer) == 303, "a lead made up by hand is none, and stands in nobody's way"
