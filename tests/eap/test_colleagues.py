"""A coordinator who came later is given what the others read, bit by bit; what is about them stays shut."""

from pathlib import Path

import pytest

from casework import vault
from casework.access import Forbidden
from casework.audit import Tag, trail
from casework.audit.models import TrailEntry
from casework.db import new_id
from casework.eap.actions import colleagues
from casework.eap.actions.colleagues import Progress
from casework.eap.actions.referrals import Who
from casework.eap.queries import colleagues as queries
from casework.eap.queries import listing, parties, record
from casework.people import Actor, Role
from casework.vault import EAP_RECOVERY_ID, Compartment, HolderKind, Vault
from tests.cases.pages.browser import hidden, text_of
from tests.cast import one_person, person
from tests.whole.world import World, build

from .conftest import House
from .office import Office


def come(house: House, *roles: Role, name: str = "third") -> Actor:
    with house.database.transaction() as db:
        return person(db, name, *(roles or (Role.EAP,)))


def lacks(house: House) -> dict[str, int]:
    with house.database.reading() as db:
        return {one.name: one.lacks for one in queries.of(db, house.eap)}


def reads(house: House, by: Actor) -> set[str]:
    with house.database.reading() as db:
        return {row.number for row in listing.page(db, by).rows}


def order(house: House) -> int:
    """A matter of its own, with a room that coordinators hold."""
    id_ = new_id()
    with house.database.transaction() as db:
        vault.rooms.found_case(db, id_)
        half = vault.pairs.current(db, HolderKind.PERSON, house.eap.id)
        vault.rooms.build(db, id_, Compartment.ORDER, to=[half], recovery=EAP_RECOVERY_ID)
    return id_


def test_who_came_later_reads_all_of_it_once_a_colleague_gave_the_keys(house: House) -> None:
    made, asked = {house.begin(), house.management(), house.begin()}, order(house)
    third = come(house)
    assert reads(house, third) == set()
    assert lacks(house) == {"Second Example": 1, "Third Example": 4}
    found = colleagues.give(house.database, third.id, by=house.eap)
    assert (found.given, found.kept, found.done) == (4, 0, True)
    assert reads(house, third) == made
    assert lacks(house) == {"Second Example": 1, "Third Example": 0}
    assert third.holder is not None
    with house.database.reading() as db:
        assert vault.rooms.enter(db, third.holder, asked, Compartment.ORDER).case_id == asked
        for number in made:
            assert record.of(db, parties.referral(db, number), third).employee.name == "Nora Field"
        [entry] = db.query(TrailEntry).filter_by(tag=Tag.REFERRAL_SHARED.value).all()
        assert entry.chain == trail.EAP


def test_it_goes_on_where_it_was_left_and_gives_nothing_twice(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(colleagues, "BATCH", 1)
    made = [house.begin() for _ in range(3)]
    third = come(house)
    so_far = Progress()
    for given in (1, 2, 3):
        so_far = colleagues.give(house.database, third.id, by=house.eap, so_far=so_far, seconds=0)
        assert (so_far.given, so_far.done) == (given, False)
    assert colleagues.give(house.database, third.id, by=house.eap, so_far=Progress(), seconds=0).done
    assert reads(house, third) == set(made)


def test_a_referral_of_their_own_is_kept_from_them(house: House) -> None:
    """By a second account of theirs, of another name, too."""
    house.begin(employee=Who("Third  EXAMPLE", ""))
    other = house.begin()
    third, again = come(house), come(house, name="maiden")
    one_person(house.database, third.id, again.id)
    for who in (third, again):
        found = colleagues.give(house.database, who.id, by=house.eap)
        assert (found.given, found.kept, found.done) == (1, 1, True)
        assert reads(house, who) == {other}


def test_nobody_gives_keys_to_who_is_no_coordinator_and_nobody_else_gives_any(house: House) -> None:
    house.begin()
    for receiver, giver in (
        (come(house, Role.LEAD, name="boss"), house.eap),
        (house.eap, house.eap),
        (come(house), house.cast["lead"]),
    ):
        with pytest.raises(Forbidden):
            colleagues.give(house.database, receiver.id, by=giver)


def test_on_the_pages_after_proving_again_who_they_are(house: House, keys: Vault, tmp_path: Path) -> None:
    world: World = build(house.cast, keys, tmp_path)
    number, third = house.begin(), come(house)
    office, path = Office(world, number), f"/referrals/colleagues/{third.id}"
    said = text_of(office.get("/referrals/colleagues").text)
    assert "Third Example Cannot read 1 that you read." in said
    assert "Second Example Reads all that you read." in said
    assert office.get(path).headers["location"].startswith("/step-up")
    page = office.sure().get(path).text
    assert "They cannot read 1 that you read" in text_of(page)
    done = office.client.post(path, data=hidden(page, path))
    assert "1 given." in text_of(done.text)
    assert "It is done." in done.text
    assert reads(house, third) == {number}
    assert office.get("/referrals/colleagues/1").status_code == 404
