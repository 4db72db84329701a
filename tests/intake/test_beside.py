"""What somebody on a case who did not report it reports of their own: it is read by those who read their messages, so
that nobody can tell from a form whom the reporter left out."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select

from casework import vault
from casework.access import walls
from casework.access.models import Wall
from casework.cases.models import Case, Link, Party
from casework.db import Database
from casework.people import Actor, ActorKind, Role
from casework.vault import Vault
from tests.people.staff import enrolled

from .conftest import Browser, Line, hidden, receipt_in
from .house import House, come_in
from .test_follow import lead


@pytest.fixture
def house(visitor: Callable[[], Browser], line: Line, database: Database, keys: Vault) -> House:
    return House(visitor(), line, database, keys)


def read_by(browser: Browser, page: str) -> list[str]:
    """Whom the form says, as what comes with each: who reads it, who may be left out."""
    form = browser.get(f"/follow/{page}")
    return [*re.findall(r'(?s)<p class="readers".*?</p>', form), *re.findall(r'name="avoid"[^>]*', form)]


def test_a_counter_complaint_is_a_case_of_its_own_read_by_those_who_read_their_messages(
    house: House, browser: Browser, database: Database
) -> None:
    """Wanda was left out of the first case, and Olga was not; the page is the same for both, and says neither."""
    walled, free = enrolled(database, "Wanda", Role.LEAD), enrolled(database, "Olga", Role.LEAD)
    come_in(browser, house.ticket)
    before = read_by(browser, "counter")
    with database.transaction() as db:
        first = db.scalars(select(Case)).one()
        walls.raise_one(db, first.id, walled.id, walls.EXCLUDED, by=lead(house.line))
        walls.raise_one(db, first.id, house.line.alternate.id, walls.EXCLUDED, by=lead(house.line))
    form = browser.get("/follow/counter")
    assert read_by(browser, "counter") == before
    for name in ("Wanda", "Olga"):
        assert name not in form
        assert name in browser.get("/report?kind=bullying&site=0")
    typed = {"kind": "bullying", "site": "0", "mode": "anonymous", "then": "send", "what": "She took my post."}
    answer = browser.send({**hidden(form), **typed})
    assert answer.status_code == 200
    assert receipt_in(answer.text)
    with database.reading() as db:
        link = db.scalars(select(Link)).one()
        assert (link.relation, link.other_id) == ("counter-complaint", first.id)
        readers = {one.holder_id for one in vault.readers.of_case(db, link.case_id) if one.kind == "person"}
        held = vault.readers.of_case(db, first.id)
        theirs = {one.holder_id for one in held if one.kind == "person" and one.subject == house.respondent}
        assert readers == theirs
        assert not readers & {walled.id, free.id}
        shut = set(db.scalars(select(Wall.person_id).where(Wall.case_id == link.case_id)))
        assert shut == {walled.id, house.line.alternate.id}


@pytest.mark.parametrize("role", ["witness", "complainant"])
def test_nobody_but_the_reporter_is_shown_whom_the_reporter_left_out(
    house: House, browser: Browser, database: Database, role: str
) -> None:
    come_in(browser, house.let_in(house.join(role, "Jo"), "form 2"))
    before = read_by(browser, "worse")
    with database.transaction() as db:
        reporter = db.scalars(select(Party).where(Party.is_reporter)).one()
        by = Actor(ActorKind.REPORTER, reporter.id)
        walls.raise_one(db, reporter.case_id, house.line.alternate.id, walls.EXCLUDED, by=by)
    assert before
    assert read_by(browser, "worse") == before


def test_when_all_who_read_their_messages_are_left_out_nobody_comes_in_for_them(
    house: House, browser: Browser, database: Database
) -> None:
    come_in(browser, house.ticket)
    form = browser.get("/follow/counter")
    avoid = re.findall(r'name="avoid"[^>]*value="(\d+)"', form)
    assert avoid == [str(house.line.lead.id)]
    typed = {"kind": "bullying", "site": "0", "mode": "anonymous", "then": "send", "what": "She took my post."}
    answer = browser.send({**hidden(form), **typed, "avoid": avoid[0]})
    assert answer.status_code == 422
    assert "She took my post." in answer.text
    assert "Untick somebody, or use another way" in answer.text
    with database.reading() as db:
        assert not db.scalars(select(Link)).all()
