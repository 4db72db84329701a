"""Three who want what is not theirs: a thief with a cookie or the whole database, an administrator who reads, and an
administrator who makes up a lead."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser

from casework.web import cookies
from tests.browser.checks import Validator
from tests.browser.colleagues import enrolled, hired, routed
from tests.browser.conftest import visitors
from tests.browser.office import invite
from tests.browser.people import PASSWORD, Somebody, enrol, sign_in, step_up
from tests.browser.reporting import STORY
from tests.browser.test_two_people import send
from tests.browser.working import open_case
from tests.installation import Installation


@dataclass(frozen=True)
class House:
    """One case, which the specialist and the lead read."""

    place: Installation
    lead: Somebody
    administrator: Somebody
    mara: Somebody
    case: str
    come: Callable[[], Somebody]

    def rows(self, query: str, *values: object) -> list[tuple[object, ...]]:
        """As whoever has the database itself reads it, or writes to it."""
        with closing(sqlite3.connect(self.place.folder / "casework.db", timeout=20)) as database, database:
            return database.execute(query, values).fetchall()


@pytest.fixture(scope="module")
def house(own_installation: Installation, chromium: Browser, validator: Validator) -> Iterator[House]:
    with visitors(chromium, validator) as visit:

        def come() -> Somebody:
            return Somebody(visit(), own_installation.origin)

        lead, administrator, mara = come(), come(), come()
        enrolled(lead, own_installation, "Ingrid Dahl")
        enrolled(administrator, own_installation, "Tom Reyes")
        hired(mara, own_installation, "Mara Holt", lead=lead)
        routed(own_installation, mara, lead=lead)
        send(come())
        yield House(own_installation, lead, administrator, mara, open_case(mara), come)


def with_cookie(thief: Somebody, value: str) -> None:
    thief.page.context.add_cookies([{"name": cookies.name(thief.origin), "value": value, "url": thief.origin}])


def test_a_stolen_cookie_decides_nothing_and_ends_with_its_session(house: House) -> None:
    """It reads what its owner reads: that is what a cookie is. It gives nobody access, and its owner ends it."""
    mara, thief = house.mara, house.come()
    [stolen] = [one["value"] for one in mara.page.context.cookies() if one["name"] == cookies.name(mara.origin)]
    with_cookie(thief, stolen)
    for path in ("/me/password", f"{house.case}/members"):
        thief.go(path)
        thief.heading("Is it you?")
    thief.fill("Password", PASSWORD[::-1])
    thief.fill("Code", "123456")
    thief.press("It is me", 422)
    thief.sound()
    mara.go("/me")
    mara.press("Sign out")
    thief.go("/me")
    thief.heading("Sign in")
    assert house.rows("SELECT count(*) FROM trail_entry WHERE tag = 'session:refused'") != [(0,)]


def test_whoever_has_the_database_has_no_session_and_no_word(house: House) -> None:
    thief = house.come()
    hashes = [value for (value,) in house.rows("SELECT cookie_hash FROM user_session")]
    assert hashes
    for value in hashes:
        assert isinstance(value, bytes)
        with_cookie(thief, value.hex())
        thief.go("/desk")
        thief.heading("Sign in")
    for suffix in ("", "-wal"):
        data = house.place.folder / f"casework.db{suffix}"
        assert not data.exists() or STORY.encode() not in data.read_bytes()


def test_an_administrator_reads_no_case_and_gives_themselves_no_role(house: House) -> None:
    tom = house.administrator
    tom.go(house.case, 404)
    tom.reads_no(STORY)
    tom.sound()
    tom.go("/cases", 403)
    tom.sound()
    tom.go("/people/new")
    step_up(tom)
    tom.go("/people")
    tom.follow("Mara Holt")
    [(own,)] = house.rows("SELECT id FROM person WHERE name = 'Tom Reyes'")
    give(tom, "lead", to=f"/people/{own}/roles")
    tom.go(house.case, 404)
    assert house.rows("SELECT count(*) FROM trail_entry WHERE tag = 'case:denied'") != [(0,)]


def test_whom_an_administrator_suspends_is_out_at_once_and_comes_back_by_a_colleague(house: House) -> None:
    """By one who reads nothing themselves: it goes to the leads, and a lead gives her back what was hers."""
    tom, mara, lead = house.administrator, house.mara, house.lead
    sign_in(mara)
    mara.go(house.case)
    mara.reads(STORY)
    proved(tom)
    tom.go("/people")
    tom.follow("Mara Holt")
    tom.sound()
    tom.press("Suspend Mara Holt")
    tom.reads("suspended")
    tom.sound()
    mara.go(house.case)
    mara.heading("Sign in")
    mara.fill("E-mail", mara.email)
    mara.fill("Password", PASSWORD)
    mara.press("Sign in", 422)
    mara.reads("E-mail and password do not fit together")
    lead.go("/handovers")
    lead.reads("Mara Holt", "suspended")
    lead.sound()
    tom.press("Restore Mara Holt")
    sign_in(mara)
    mara.go(house.case, 404)
    lead.go("/people")
    lead.follow("Mara Holt")
    lead.follow("Give them cases that you read")
    if "/step-up" in lead.page.url:
        step_up(lead)
    lead.tick("A colleague’s")
    lead.fill("Like whom?", "Mara Holt")
    lead.press("Show what that would be")
    lead.press("Give 1 case")
    lead.reads("It is done.")
    mara.go(house.case)
    mara.reads(STORY)


def test_who_lost_everything_begins_anew_and_gets_back_what_a_colleague_gives(house: House) -> None:
    """The administrator begins it; with it alone nobody reads anything, whoever took the link."""
    tom, mara, lead = house.administrator, house.mara, house.lead
    proved(tom)
    tom.go("/people")
    tom.follow("Mara Holt")
    tom.press("Make a new link")
    tom.sound()
    enrol(mara, tom.page.locator("main code").inner_text())
    mara.go(house.case)
    mara.heading("You wait for a lead")
    words = mara.page.locator("main output").inner_text()
    proved(lead)
    lead.go("/people")
    lead.follow("Mara Holt")
    lead.reads(words)
    lead.tick("I spoke with them")
    lead.press("Admit Mara Holt")
    mara.page.goto(house.case)
    mara.reads_no(STORY)
    lead.go("/desk")
    lead.follow("1 case to give back to Mara Holt")
    lead.sound(everywhere=True)
    lead.press("Give back 1 case")
    lead.reads("It is done.")
    mara.go(house.case)
    mara.reads(STORY)


def proved(who: Somebody) -> None:
    """They said lately that it is them."""
    who.go("/me/password")
    if "/step-up" in who.page.url:
        step_up(who)


def test_a_lead_whom_an_administrator_made_up_is_none(house: House) -> None:
    """By the pages, then by writing into the database, where rows without the installation's code count for nothing."""
    tom, made_up = house.administrator, house.come()
    invite(tom, made_up, "Nora Nilsen")
    tom.go("/people")
    tom.follow("Nora Nilsen")
    assert tom.page.get_by_role("button", name="Admit").count() == 0
    give(tom, "lead")
    [(nora,)] = house.rows("SELECT id FROM person WHERE name = 'Nora Nilsen'")
    house.rows(
        "INSERT INTO role_grant (id, person_id, role, given_at, given_by, mac)"
        " SELECT 77, ?, 'lead', given_at, given_by, mac FROM role_grant LIMIT 1",
        nora,
    )
    house.rows("INSERT INTO admission SELECT ?, generation, by, at, mac FROM admission LIMIT 1", nora)
    for path in ("/cases", "/people", house.case):
        made_up.go(path)
        made_up.heading("You wait for a lead")
    assert house.rows("SELECT count(*) FROM trail_entry WHERE tag = 'tampering:met'") != [(0,)]
    assert house.rows("SELECT count(*) FROM vault_seal WHERE holder_id = ?", nora) == [(0,)]


def give(tom: Somebody, role: str, *, to: str = "") -> None:
    """The list offers no role that holds cases; whoever puts one into the page is refused. `to`: another's account."""
    choice = tom.page.locator("select[name=role]")
    assert role not in choice.locator("option").all_inner_texts()
    choice.locator("option").last.evaluate("(option, role) => { option.value = role }", role)
    if to:
        choice.evaluate("(choice, action) => { choice.form.action = action }", to)
    choice.select_option(role)
    tom.press("Give the role", 403)
    tom.sound()
