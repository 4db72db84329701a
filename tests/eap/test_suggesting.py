"""Somebody who works cases suggests support: the case learns that it was offered, and nobody what came of it."""

from pathlib import Path

import pytest
from sqlalchemy import select

from casework.cases.models import Party, SupportOffer
from casework.eap.actions import steps
from casework.eap.models import Referral, ReferralParty
from casework.vault import Vault
from tests.cases.pages.browser import Browser
from tests.whole.world import World, build

from .browsing import hidden_in, without_numbers
from .conftest import MARK, House, statements

TYPED = {"employee": "Nora Field", "reach": "extension 9", "words": f"{MARK} she was shouted at in the hall"}


@pytest.fixture
def world(house: House, keys: Vault, tmp_path: Path) -> World:
    return build(house.cast, keys, tmp_path)


def suggest(browser: Browser, query: str = "", **typed: str) -> str:
    page = browser.get(f"/referrals/suggest{query}")
    assert page.status_code == 200, page.text
    answer = browser.client.post("/referrals/suggest", data={**hidden_in(page.text), **TYPED, **typed})
    return answer.text if answer.status_code != 303 else answer.headers["location"]


def test_the_case_learns_that_support_was_offered_and_the_referral_nothing_of_the_case(
    world: World, house: House
) -> None:
    specialist = Browser(world, "specialist")
    with house.database.reading() as db:
        party = db.scalars(select(Party).where(Party.case_id == house.cast.case_id, Party.role == "respondent")).one()
    query = f"?case={house.cast.number}&party={party.id}"
    assert "Viktor Hale" in specialist.get(f"/referrals/suggest{query}").text
    assert suggest(specialist, query) == "/referrals/sent"
    with house.database.reading() as db:
        assert db.scalars(select(SupportOffer.party_id)).all() == [party.id]
        referral = db.scalars(select(Referral)).one()
        kept = [str(value) for row in db.execute(select(Referral.__table__)) for value in row]
        kept += [str(value) for row in db.execute(select(ReferralParty.__table__)) for value in row]
        for secret in (house.cast.case_id, party.id, house.cast["specialist"].id, house.cast.number):
            assert str(secret) not in kept
    assert "support was offered" in specialist.page().lower() or "Support was offered" in specialist.page()
    assert referral.number not in specialist.page()


def test_a_case_that_is_not_theirs_has_no_page_here(world: World, house: House) -> None:
    colleague = Browser(world, "colleague")
    for number in (house.cast.number, "ER-2026-000001"):
        assert colleague.get(f"/referrals/suggest?case={number}&party=1").status_code == 404
    assert Browser(world, "specialist").get(f"/referrals/suggest?case={house.cast.number}&party=1").status_code == 404


def test_what_was_typed_stays_and_nothing_clinical_is_kept(world: World) -> None:
    again = suggest(Browser(world, "counsel"), words=f"{MARK} his depression")
    assert "“depression”" in again
    assert "extension 9" in again


def test_whoever_suggested_it_sees_the_same_whether_or_not_it_was_taken_up(world: World, house: House) -> None:
    specialist, colleague = Browser(world, "specialist"), Browser(world, "colleague")
    assert suggest(specialist) == "/referrals/sent"
    with house.database.reading() as db:
        party = db.scalars(select(ReferralParty).where(ReferralParty.staff.is_not(None))).one()
    path = f"/referrals/sent/{party.id}"
    pages, counts, answers = list[list[str]](), list[int](), list[str]()
    for step in ("", "consent", "withdraw"):
        if step:
            with house.database.transaction() as db:
                steps.take(db, db.scalars(select(Referral)).one(), step, by=house.eap, on_their_word=True)
        with statements(house.database) as said:
            answers = [specialist.get(one).text for one in ("/referrals/sent", path)]
        pages.append([without_numbers(one) for one in answers])
        counts.append(len(said))
    assert pages[0] == pages[1] == pages[2]
    assert counts[1] == counts[2]
    assert MARK not in "".join(pages[0])
    added = specialist.client.post(f"{path}/additions", data={**hidden_in(answers[1]), "message": f"{MARK} twice"})
    assert added.headers["location"] == f"{path}?added=1"
    for who in (colleague, Browser(world, "eap")):
        assert who.get(path).status_code in (403, 404)
        assert who.client.post(f"{path}/additions", data={"message": "mine"}).status_code in (403, 404)
