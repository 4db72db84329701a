"""Danger, duties to report and courts' orders: who acts, who looks after them, and what counsel never learns."""

from datetime import date

import pytest
from sqlalchemy import select

from casework import vault
from casework.access import Forbidden, Hidden
from casework.audit import trail
from casework.audit.models import TrailEntry
from casework.eap.actions import danger, disclosures, orders
from casework.eap.actions.danger import Deed
from casework.eap.actions.orders import New
from casework.eap.actions.writing import Changed
from casework.eap.duties import BINDS, BINDS_NOT, NEEDS_MORE, WAITING
from casework.eap.models import CourtOrder, Disclosure
from casework.eap.queries import confided, dangers, listing, parties, record
from casework.eap.queries import disclosures as told
from casework.eap.queries import orders as queries
from casework.eap.queries.dangers import Act
from casework.people import Actor, Role
from casework.people.models import Person
from tests.cast import one_person, person

from .conftest import MARK, House

DEED = Deed("life", f"{MARK} they said that they would not live on; major depression", f"{MARK} 112 and their sister")


def acted(house: House, number: str, *, by: Actor) -> int:
    with house.database.transaction() as db:
        return danger.act(db, parties.referral(db, number), DEED, by=by).id


def acts(house: House, number: str) -> list[Act]:
    with house.database.reading() as db:
        referral = parties.referral(db, number)
        return dangers.of(db, referral, record.enter(db, referral, house.eap)[0])


def reviewed(house: House, number: str, act: int, *, by: Actor, agreed: bool = True) -> None:
    with house.database.transaction() as db:
        danger.review(db, parties.referral(db, number), act, agreed=agreed, words=f"{MARK} it was right", by=by)


def test_one_coordinator_acts_at_once_and_a_second_reviews_it_after(house: House, number: str) -> None:
    act = acted(house, number, by=house.eap)
    with pytest.raises(Forbidden):
        reviewed(house, number, act, by=house.eap)
    for name in ("lead", "counsel", "specialist", "administrator", "auditor"):
        with pytest.raises((Forbidden, Hidden)):
            acted(house, number, by=house.cast[name])
        with pytest.raises((Forbidden, Hidden)):
            reviewed(house, number, act, by=house.cast[name])
    [one] = acts(house, number)
    assert (one.ground, one.what, one.told_whom, one.reviewed_by) == (DEED.ground, DEED.what, DEED.told_whom, None)
    reviewed(house, number, act, by=house.second, agreed=False)
    [one] = acts(house, number)
    assert (one.by, one.reviewed_by, one.agreed, one.review) == (
        *(house.eap.id, house.second.id, False), f"{MARK} it was right",
    )  # fmt: skip
    with pytest.raises(danger.NotThere):
        reviewed(house, number, act, by=house.second)


def test_a_second_account_of_who_acted_reviews_nothing(house: House, number: str) -> None:
    act = acted(house, number, by=house.eap)
    one_person(house.database, house.eap.id, house.second.id)
    with pytest.raises(Forbidden, match="somebody else reviews it"):
        reviewed(house, number, act, by=house.second)
    with house.database.reading() as db:
        seen = confided.of(db, parties.referral(db, number), house.second)
        assert (seen.others, house.eap.id in seen.own) == (0, True)
        assert [one.waits for one in listing.page(db, house.second).rows] == [
            "A second coordinator’s review of what you did"
        ]
    acted(house, number, by=house.eap)
    with house.database.reading() as db:
        said = db.scalars(select(TrailEntry.ids).where(TrailEntry.tag == "danger:acted")).all()
    assert sorted('"reviewers":0' in ids for ids in said) == [False, True]


def test_where_nobody_else_is_able_it_is_done_all_the_same_and_the_trail_says_so(house: House, number: str) -> None:
    with house.database.transaction() as db:
        db.get_one(Person, house.second.id).state = "suspended"
    acted(house, number, by=house.eap)
    with house.database.reading() as db:
        assert [by for _, by in dangers.waiting(db, [parties.referral(db, number).id])] == [house.eap.id]
        said = db.scalars(select(TrailEntry).where(TrailEntry.tag == "danger:acted")).one()
        assert said.chain == trail.EAP
        assert '"reviewers":0' in said.ids
        assert MARK not in said.ids


def entered(house: House, counsel: Actor | None = None) -> int:
    asked = counsel or house.cast["counsel"]
    with house.database.transaction() as db:
        new = New("District Court", "C-12/345", date(2026, 11, 3), f"{MARK} all papers on Nora Field", asked.id)
        return orders.enter(db, new, by=house.eap).id


def answered(house: House, order: int, said: str, by: Actor | None = None, version: int | None = None) -> None:
    with house.database.transaction() as db:
        row = db.get_one(CourtOrder, order)
        orders.answer(db, row, said, f"{MARK} because", by=by or house.cast["counsel"], version=version)


def disclosed(house: House, number: str, order: int, by: Actor | None = None) -> None:
    with house.database.transaction() as db:
        referral, row = parties.referral(db, number), db.get_one(CourtOrder, order)
        disclosures.under_order(db, referral, row, f"{MARK} dates of two appointments", by=by or house.eap)


def test_nothing_is_disclosed_under_an_order_before_counsel_said_that_it_binds(house: House, number: str) -> None:
    order = entered(house)
    for said in (None, BINDS_NOT, NEEDS_MORE):
        if said is not None:
            answered(house, order, said)
        with pytest.raises(Forbidden, match="until then nothing"):
            disclosed(house, number, order)
    answered(house, order, BINDS)
    disclosed(house, number, order)
    with house.database.transaction() as db:
        orders.add(db, db.get_one(CourtOrder, order), f"{MARK} the second page", by=house.eap)
    with pytest.raises(Forbidden):
        disclosed(house, number, order)
    with house.database.reading() as db:
        referral = parties.referral(db, number)
        assert house.eap.holder is not None
        [one] = told.of(db, referral, vault.rooms.enter_all(db, house.eap.holder, referral.id))
        assert (one.words, one.release_id) == (f"{MARK} dates of two appointments", None)
        assert db.scalars(select(Disclosure.order_id)).one() == order


def test_counsel_reads_the_order_and_nothing_else_and_who_is_not_asked_reads_none(house: House, number: str) -> None:
    order = entered(house)
    counsel = house.cast["counsel"]
    with house.database.transaction() as db:
        other = person(db, "counsel2", Role.COUNSEL)
    with house.database.reading() as db:
        [mine] = queries.held(db, counsel)
        assert (mine.court, mine.asked_for, mine.answer) == (
            "District Court",
            f"{MARK} all papers on Nora Field",
            WAITING,
        )
        for actor in (other, *(who for name, who in house.cast.staff.items() if name not in ("counsel", "eap"))):
            assert queries.held(db, actor) == []
            assert queries.find(db, actor, mine.number) is None
        with pytest.raises(Hidden):
            record.of(db, parties.referral(db, number), counsel)
    for actor in (house.eap, other, house.cast["lead"]):
        with pytest.raises((Forbidden, Hidden)):
            answered(house, order, BINDS, by=actor)
    with pytest.raises((Forbidden, Hidden)):
        disclosed(house, number, order, by=counsel)
    with pytest.raises(Forbidden):
        entered(house, house.cast["lead"])
    with pytest.raises(Changed):
        answered(house, order, BINDS, version=99)


def test_another_counsel_is_asked_and_the_first_reads_it_no_more(house: House) -> None:
    order = entered(house)
    answered(house, order, BINDS)
    with house.database.transaction() as db:
        other = person(db, "counsel2", Role.COUNSEL)
        orders.ask(db, db.get_one(CourtOrder, order), other.id, by=house.eap)
    with house.database.reading() as db:
        assert queries.held(db, house.cast["counsel"]) == []
        [one] = queries.held(db, other)
        assert one.answer == WAITING
    answered(house, order, BINDS_NOT, by=other)
    with house.database.reading() as db:
        assert {row.chain for row in db.scalars(select(TrailEntry).where(TrailEntry.tag.startswith("order:")))} == {
            trail.EAP
        }
