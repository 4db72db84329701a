"""Whoever tries what is not there to be done: past the rules, with another referral's ids, or twice."""

import re
from pathlib import Path

import pytest

from casework.eap.models import Appointment, Placement, ReferralNote
from casework.vault import Vault
from tests.cases.pages.browser import hidden
from tests.whole.test_routes_and_cast import filled, routes
from tests.whole.test_rules_stubbed import no_rules
from tests.whole.world import World, build

from .conftest import MARK, House
from .office import Office, provider

__all__ = ["no_rules"]


@pytest.fixture
def world(house: House, keys: Vault, tmp_path: Path) -> World:
    return build(house.cast, keys, tmp_path)


@pytest.mark.usefixtures("no_rules")
def test_with_every_rule_saying_yes_the_keys_still_say_no(house: House, world: World) -> None:
    number, asked = house.management(), 0
    for who in ("lead", "specialist", "counsel", "administrator", "auditor"):
        client = world.client(world.cast[who], sure=True)
        for method, path, _ in routes(world.app):
            if method == "GET" and path.startswith("/referrals"):
                answer = client.get(filled(path, number))
                assert MARK not in answer.text, (who, path)
                assert "Nora" not in answer.text, (who, path)
                assert answer.status_code == 404 or "{number}" not in path, (who, path)
                asked += 1
    assert asked > 50
    assert "Nora" in world.client(world.cast["eap"]).get(f"/referrals/{number}").text


def test_what_belongs_to_one_referral_is_not_moved_from_another(house: House, world: World) -> None:
    mine, other = Office(world, house.begin()), Office(world, house.begin())
    practice = str(provider(world))
    for office in (mine, other):
        office.done("/placement", provider=practice)
    with world.database.reading() as db:
        placements = [str(row.id) for row in db.query(Placement).all()]
    [answer] = re.findall(r"/placement/(\d+)/answer", mine.page())
    assert answer in placements
    [foreign] = [id_ for id_ in placements if id_ != answer]
    page = mine.page(f"/placement/{answer}/answer")
    typed = {**hidden(page, f"{mine.case}/placement/{answer}/answer"), "answer": "yes", "outcome": "attended"}
    for path in (f"/placement/{foreign}/answer", "/appointments/7", f"/appointments/{foreign}"):
        assert mine.get(mine.case + path).status_code == 404
        sent = mine.client.post(mine.case + path, data={**typed, "nonce": path})
        assert sent.status_code == 404, path
    mine.done(f"/placement/{answer}/answer", page, answer="yes")
    assert "asked, no answer yet" in other.said()


def test_a_form_that_is_sent_twice_counts_once(house: House, world: World) -> None:
    office = Office(world, house.begin())
    practice = str(provider(world))
    for path, typed in (("/notes", {"text": "one"}), ("/placement", {"provider": practice})):
        page = office.page(path)
        assert [office.send(path, page, **typed).status_code for _ in range(2)] == [303, 303], path
    with world.database.reading() as db:
        assert db.query(ReferralNote).count() == 1
        assert db.query(Placement).count() == 1


def test_days_that_cannot_be_meant_and_halves_of_a_next_time_are_asked_again(house: House, world: World) -> None:
    office = Office(world, house.begin())
    office.done("/placement", provider=str(provider(world)))
    [answer] = re.findall(r"/placement/(\d+)/answer", office.page())
    office.done(f"/placement/{answer}/answer", answer="yes")
    for on, at in (("0001-01-01", "00:00"), ("9999-12-31", "23:59"), ("2026-02-30", "10:00"), ("", "")):
        refused = office.send("/appointments", on=on, at=at, way="in person")
        assert refused.status_code == 422, on
    assert office.send("/appointments", on="2026-11-22", at="10:00", way="by owl").status_code == 422
    early = office.send("/appointments", on="2026-11-22", at="10:00", way="follow up")
    assert early.status_code == 409
    assert "comes after the support began" in early.text
    with world.database.reading() as db:
        assert db.query(Appointment).count() == 0
