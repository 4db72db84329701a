"""Somebody reads a specialist's mail, and the administrator helps them: what they get is an account, and no word."""

import base64
import re
from dataclasses import replace
from html import unescape

import pytest

from casework import vault
from casework.cases.actions import members
from casework.db import utc_now
from casework.mail import Office
from casework.people import Actor, enrolment, sessions
from casework.people.models import Person
from casework.vault import Compartment, Unreadable
from tests.cast import SECRET
from tests.mail.reading import waiting
from tests.people.staff import code

from .test_routes_and_cast import filled, routes
from .test_rules_stubbed import no_rules
from .world import ORIGIN, World

__all__ = ["no_rules"]
PASSWORD = "a lighthouse under the stairs"


@pytest.fixture
def thief(world: World) -> Actor:
    """The administrator starts a new key for the specialist; the thief, who reads their mail, finishes it."""
    world.database.carry(mail=Office(ORIGIN))
    owner, administrator = world.cast["specialist"], world.cast["administrator"]
    started = world.client(administrator, sure=True).post(f"/people/{owner.id}/link")
    [mail] = waiting(world.database, "link to enrol")
    assert mail.path not in started.text, "the administrator does not see it"
    browser = world.client()
    page = browser.post(mail.path, data={"password": PASSWORD, "again": PASSWORD}).text
    paper = re.findall(r'code-long">([^<]+)<', page)[0]
    secret = base64.b32decode(re.findall(r"<code>([A-Z2-7 ]+)</code>", page)[0].replace(" ", ""))
    both = {"recovery_code": unescape(paper), "code": code(secret, utc_now())}
    assert browser.post(f"{mail.path}/confirmation", data=both).status_code == 303
    found = sessions.find(world.database, browser.cookies["__Host-casework"], utc_now())
    assert found is not None
    assert (found.id, found.admitted) == (owner.id, False)
    assert found.holder is not None
    assert found.holder.generation == 2
    return found


def test_no_page_lets_them_in(world: World, thief: Actor) -> None:
    client = world.client(thief, sure=True)
    for method, path, handler in routes(world.app):
        if "needs" in handler.opt:
            answer = client.request(method, filled(path, world.cast.number), data={} if method == "POST" else None)
            assert answer.status_code == 303, path
            assert answer.headers["location"] == "/waiting", path


@pytest.mark.usefixtures("no_rules")
def test_were_every_rule_to_fail_they_still_read_nothing(world: World, thief: Actor) -> None:
    client = world.client(thief)
    for method, path, _ in routes(world.app):
        if method == "GET":
            assert SECRET not in client.get(filled(path, world.cast.number)).text, path
    with world.database.reading() as db:
        assert thief.holder is not None
        for holder in (thief.holder, replace(thief.holder, generation=1)):
            try:
                assert vault.rooms.enter_all(db, holder, world.cast.case_id) == {}
            except Unreadable:
                continue


def test_what_comes_in_later_is_not_sealed_to_them_either(world: World, thief: Actor) -> None:
    with world.database.transaction() as db:
        case = world.cast.case(db)
        members.remove(db, case, world.cast["specialist"].id, by=world.cast["lead"])
        assert thief.holder is not None
        assert vault.rooms.enter_all(db, thief.holder, case.id) == {}
        standing = members.able(db, [thief.id])
        assert standing == {}, "nobody can add them either"
    assert thief.id not in {one.person_id for one in waiting(world.database, "new case")}


def test_nobody_admits_them_but_a_lead_who_heard_the_six_words(world: World, thief: Actor) -> None:
    told = {"compared": "1", "generation": "2"}
    path = f"/people/{thief.id}/admission"
    assert world.client(world.cast["administrator"], sure=True).post(path, data=told).status_code == 403
    assert world.client(thief, sure=True).post(path, data=told).headers["location"] == "/waiting"
    with world.database.reading() as db:
        words = enrolment.fingerprint(db, db.get_one(Person, thief.id))
    assert words in world.client(world.cast["lead"]).get(f"/people/{thief.id}").text
    assert {one.person_id for one in waiting(world.database, "colleague has a new key")} == {world.cast["lead"].id}
    assert [one.person_id for one in waiting(world.database, "key renewed")] == [thief.id]


def test_a_generation_rolled_back_in_the_database_opens_nothing(world: World, thief: Actor) -> None:
    """Their own half, called the first one again; and the admission of the first one with it."""
    with world.database.transaction() as db:
        db.get_one(Person, thief.id).generation = 1
    assert thief.holder is not None
    assert world.client(replace(thief, holder=replace(thief.holder, generation=1))).get("/me").status_code < 500
    with world.database.reading() as db, pytest.raises(Unreadable):
        vault.rooms.enter(db, replace(thief.holder, generation=1), world.cast.case_id, Compartment.FILE)
