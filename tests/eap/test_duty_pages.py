"""Coordinators and counsel at their browsers: telling what a release allows, acting on danger, and an order."""

import re
from pathlib import Path

import pytest

from casework.eap.releasing import COMPLIANCE, TO_OTHER
from casework.people import Actor
from casework.people.models import Person
from casework.vault import Vault
from tests.cases.pages.browser import text_of
from tests.whole.world import World, build

from .conftest import MARK, House
from .office import Office
from .signing import signing

ORDER = {"court": "District Court", "reference": "C-12/345", "asked_for": f"{MARK} all papers on Nora Field"}


@pytest.fixture
def world(house: House, keys: Vault, tmp_path: Path) -> World:
    house.cast.actors["second"] = house.second
    return build(house.cast, keys, tmp_path)


def test_a_coordinator_tells_what_the_release_allows_and_nothing_else(house: House, world: World) -> None:
    one = signing(house)
    release, other = one.sign(COMPLIANCE), one.sign(recipient=TO_OTHER)
    office = Office(world, one.number)
    office.sure()
    said = office.said()
    assert "Otto Manager Lasts until" in said
    assert "Nothing, to nobody." in said
    path = f"/releases/{release}/disclosures"
    assert "They read it with their receipt or account" in office.said(path)
    assert "textarea" not in office.page(path)
    missing = office.send(path, attended="yes")
    assert missing.status_code == 422
    [told] = re.findall(r"/disclosures/(\d+)", office.done(path, attended="yes", keeps="no"))
    paper = office.said(f"/disclosures/{told}")
    for words in ("Attended. They do not keep to the plan.", "42 CFR part 2 prohibits unauthorized", "Otto Manager"):
        assert words in paper
    assert f"{MARK} agreed" in paper
    said = office.said()
    assert "Otto Manager was told: attended, they do not keep to the plan" in said
    assert "Under your release Otto Manager was told: attended" in said
    path = f"/releases/{other}/disclosures"
    assert "They cannot read it here: print the page" in office.said(path)
    assert 'name="keeps"' not in office.page(path)
    elements = office.said(f"/releases/{release}")
    assert "Nora Field, typed with the receipt on" in elements
    unsaid = office.send(f"/releases/{other}/revocation")
    assert unsaid.status_code == 422
    assert "Taken back on" in text_of(office.done(f"/releases/{other}/revocation", on_their_word="1"))
    page = office.page(f"/releases/{other}/disclosures")
    assert "This release is over" in page
    late = office.send(f"/releases/{other}/disclosures", page, attended="yes")
    assert late.status_code == 409
    assert "Nobody can be told anything under it" in late.text
    one.revoke(release)
    assert "handed over to nobody any more" in office.page(f"/disclosures/{told}")
    assert "Attended" not in office.said(f"/disclosures/{told}")


def test_danger_is_written_down_by_one_and_reviewed_by_another(house: House, world: World, number: str) -> None:
    office, second = Office(world, number), Office(world, number, "second")
    said = office.said("/danger")
    assert "nothing is refused for its words" in said
    office.done("/danger", ground="life", what=f"{MARK} overdose, depression", told_whom="112")
    assert f"{MARK} overdose, depression" in office.said()
    assert "It waits for a second coordinator’s review." in office.said()
    assert "A second coordinator’s review of what you did" in office.get("/referrals").text
    assert "Your review of what was done in danger" in second.get("/referrals").text
    [path] = re.findall(rf"/referrals/{number}(/danger/\d+/review)", second.page())
    own = office.send(path, agreed="yes", words=f"{MARK} mine")
    assert own.status_code == 409
    assert "somebody else reviews it" in own.text
    said = text_of(second.done(path, agreed="yes", words=f"{MARK} no other way"))
    assert "You reviewed it: it was right" in said
    assert second.get(f"/referrals/{number}{path}").status_code == 404
    with house.database.transaction() as db:
        db.get_one(Person, house.second.id).state = "suspended"
    office.done("/danger", ground="child", what="x", told_whom="the office for young people")
    assert "There is no second coordinator who could review it" in office.said()


def entered(office: Office, counsel: Actor) -> str:
    page = office.get("/referrals/orders/new").text
    office.case = "/referrals/orders"
    sent = office.send("", page, **ORDER, dated="2026-11-03", due_on="2026-12-01", counsel=str(counsel.id))
    assert sent.status_code == 303, text_of(sent.text)
    [path] = re.findall(r"/referrals/orders/\d{6}", office.get("/referrals/orders").text)
    return str(path)


def test_counsel_reads_the_order_alone_and_what_they_say_decides(house: House, world: World, number: str) -> None:
    office, counsel = Office(world, number), Office(world, number, "counsel")
    office.sure()
    referral = office.case
    assert "no order is entered" in office.said("/disclosures").lower()
    order = entered(office, house.cast["counsel"])
    office.case = referral
    refused = office.send("/disclosures", order=order[-6:], words="dates of two appointments")
    assert refused.status_code == 409
    assert "until then nothing is disclosed under it" in refused.text
    assert "Court order" in text_of(counsel.get("/desk").text)
    counsel.case = order
    seen = counsel.said()
    assert f"{MARK} all papers on Nora Field" in seen
    assert number not in counsel.page()
    assert "Nora Field" not in text_of(counsel.get("/referrals/orders").text)
    assert counsel.send("/answer", counsel.page(), answer="binds").status_code == 422
    old = counsel.page()
    counsel.done("/answer", old, answer="needs more", reason="the second page is missing")
    assert counsel.send("/answer", old, answer="binds", reason="x").status_code in (303, 409)
    office.case = order
    assert "the second page is missing" in office.said()
    office.done("/more", office.page(), more=f"{MARK} second page")
    assert "counsel has not answered yet" in office.said().lower()
    counsel.done("/answer", counsel.page(), answer="binds", reason="2.65 is met")
    for who in ("lead", "auditor", "specialist"):
        assert world.client(world.cast[who], sure=True).get(order).status_code == 403
    counsel.case = "/referrals/orders/000000"
    for answer in (counsel.get(counsel.case), counsel.client.post(f"{counsel.case}/answer")):
        assert answer.status_code == 404
    assert "asked order 000000" in text_of(office.get("/referrals/trail").text)
    office.case = referral
    clinical = office.send("/disclosures", order=order[-6:], words="notes on their depression")
    assert clinical.status_code == 422
    said = text_of(office.done("/disclosures", order=order[-6:], words=f"{MARK} dates of two appointments"))
    assert f"Under order {order[-6:]}: {MARK} dates of two appointments" in said
