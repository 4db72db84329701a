"""Whether a referral was taken up: nobody but its coordinators and its employee can tell it from any page, mail, entry
of the trail, size or number of questions to the database."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from httpx import Response
from litestar import Litestar
from litestar.testing import TestClient
from sqlalchemy import select

from casework import mail
from casework.audit import trail
from casework.audit.models import TrailEntry
from casework.eap.actions import appointments, disclosures, steps
from casework.eap.actions.referrals import Who
from casework.eap.kinds import MANAGEMENT
from casework.eap.models import Appointment, ReferralParty
from casework.eap.queries import parties
from casework.mail.models import Outbox
from casework.people import sessions
from casework.vault import Vault
from casework.web import menu
from tests.whole import supporting
from tests.whole.world import World, build

from .browsing import without_numbers
from .conftest import MARK, House, statements
from .signing import signing

PAGES = ("/desk", "/cases", "/people", "/audit", "/me", "/about-you", "/referrals", "/referrals/sent", "/settings")
Browsers = dict[str, tuple[TestClient[Litestar], tuple[str, ...]]]
OTHERS = ("lead", "specialist", "colleague", "counsel", "administrator", "alternate")


@pytest.fixture
def world(house: House, keys: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """Nothing is asked or written only because a few seconds or a minute have passed: one statement more."""
    monkeypatch.setattr(sessions, "TOUCH", timedelta(hours=1))
    monkeypatch.setattr(menu, "FRESH", 3600.0)
    made = build(house.cast, keys, tmp_path)
    made.database.carry(mail=mail.outbox.Office("https://cases.example.org"))
    return made


def plain(answer: Response) -> tuple[int, str]:
    """Without what differs between any two readings: numbers of forms, and the hour."""
    return answer.status_code, re.sub(r"\d{1,2}:\d\d|\d+ (second|minute)s? ago", "-", without_numbers(answer.text))


def look(world: World, who: TestClient[Litestar], paths: tuple[str, ...]) -> dict[str, tuple[int, str, int]]:
    seen = {}
    for path in paths:
        with statements(world.database) as said:
            answer = who.get(path)
        seen[path] = (*plain(answer), len(said))
    return seen


def settled(world: World, browsers: Browsers) -> dict[str, dict[str, tuple[int, str, int]]]:
    """Twice: what a first reading writes down is written by then."""
    for browser in browsers.values():
        look(world, *browser)
    return {name: look(world, *browser) for name, browser in browsers.items()}


def mails(house: House) -> list[tuple[int, str]]:
    """To anybody but the coordinators."""
    coordinators = {house.eap.id, house.second.id}
    with house.database.reading() as db:
        rows = db.execute(select(Outbox.person_id, Outbox.notice)).all()
    return sorted((row.person_id, row.notice) for row in rows if row.person_id not in coordinators)


def taken_up(world: World, number: str) -> None:
    """All of it, from the employee's consent to the end."""
    supporting.reached(world, number, MARK)
    supporting.placed(world, number)
    eap = world.cast["eap"]
    with world.database.transaction() as db:
        referral = parties.referral(db, number)
        row = db.scalars(select(Appointment)).one()
        appointments.settle(db, referral, row.id, "cancelled", by=eap)
        steps.take(db, parties.referral(db, number), "conclude", by=eap)


def test_nobody_else_can_tell_whether_it_was_taken_up(world: World, house: House) -> None:
    manager, who = world.client(), Who(MARK, MARK)
    number = house.begin(MANAGEMENT, employee=who, referrer=who, words=MARK)
    with world.database.reading() as db:
        party = db.scalars(select(ReferralParty.id).where(ReferralParty.role == "referrer")).one()
    case = (f"/cases/{world.cast.number}", f"/referrals/{number}", "/referrals/100000")
    browsers: Browsers = {name: (world.client(world.cast[name]), (*PAGES, *case)) for name in OTHERS}
    manager.post("/support/follow", data={"receipt": house.receipts[party]})
    browsers["manager"] = manager, ("/support", "/support/follow")
    browsers["auditor"] = world.client(world.cast["auditor"]), PAGES
    before = settled(world, browsers)
    mailed = mails(house)
    taken_up(world, number)
    after = {name: look(world, *browsers[name]) for name in reversed(browsers)}  # the auditor sees what others ask for
    for name, pages in before.items():
        for path, seen in pages.items():
            assert after[name][path] == seen, f"{name} {path}"
            assert MARK not in seen[1], f"{name} {path}"
    assert mails(house) == mailed
    for name in OTHERS:
        own, none = after[name][f"/referrals/{number}"], after[name]["/referrals/100000"]
        assert own == none, name
        assert own[0] in (403, 404)


def test_the_trail_of_a_referral_is_on_one_chain_alone(world: World, house: House) -> None:
    number = house.management()
    taken_up(world, number)
    with world.database.reading() as db:
        rows = db.scalars(select(TrailEntry).where(TrailEntry.chain != trail.EAP)).all()
        said = " ".join(f"{row.tag} {row.ids}" for row in rows)
        own = db.scalars(select(TrailEntry).where(TrailEntry.chain == trail.EAP)).all()
    assert "referral" not in said
    assert number not in said
    states = ("consent", "referred", "accepted", "support", "concluded", "counselling", "management")
    assert not [row for row in own if any(state in row.ids for state in states)]


def test_nobody_learns_that_a_colleague_was_told_something_under_a_release(world: World, house: House) -> None:
    """Not from what leads and administrators see of that colleague: their cases, their keys, what leaving would end."""
    specialist = world.cast["specialist"]
    one = signing(house, house.begin("informal", by=specialist))
    about = tuple(f"/people/{specialist.id}{path}" for path in ("", "/leaving", "/suspension", "/access", "/roles"))
    paths = ("/desk", "/people", *about, f"/cases/{world.cast.number}", f"/cases/{world.cast.number}/members")
    others = ("lead", "administrator", "auditor")
    browsers: Browsers = {name: (world.client(world.cast[name], sure=True), paths) for name in others}
    before = settled(world, browsers)
    mailed, release = mails(house), one.sign()
    with world.database.transaction() as db:
        disclosures.tell(db, one.referral(db), release, disclosures.Saying(True), by=house.eap)
    assert {name: look(world, *browser) for name, browser in browsers.items()} == before
    assert mails(house) == mailed


def test_a_colleague_who_suggested_it_sees_the_same_page_but_while_a_release_lasts(world: World, house: House) -> None:
    specialist = world.cast["specialist"]
    one = signing(house, house.begin("informal", by=specialist))
    browser, own = world.client(specialist), (f"/referrals/sent/{one.referrer.id}",)
    bare = settled(world, {"specialist": (browser, own)})["specialist"]
    release = one.sign()
    assert look(world, browser, own) == bare
    with world.database.transaction() as db:
        disclosures.tell(db, one.referral(db), release, disclosures.Saying(False), by=house.eap)
    assert "Not attended." in browser.get(own[0]).text
    one.revoke(release)
    assert look(world, browser, own) == bare
