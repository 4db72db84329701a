"""A coordinator takes a referral from the first word to its conclusion, on the pages; and is told why not yet."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from casework import vault
from casework.audit import Tag, trail
from casework.audit.models import TrailEntry
from casework.db import as_of, utc_now
from casework.eap.actions.referrals import Who
from casework.eap.models import Referral
from casework.people import Role
from casework.vault import HolderKind, Vault
from tests.cases.pages.browser import text_of
from tests.cast import person
from tests.whole.world import World, build

from .conftest import MARK, House, statements
from .office import Office, provider


@pytest.fixture
def world(house: House, keys: Vault, tmp_path: Path) -> World:
    return build(house.cast, keys, tmp_path)


def test_from_asking_to_the_conclusion(house: House, world: World) -> None:
    number = house.begin()
    office = Office(world, number)
    practice = provider(world)
    said = office.said()
    assert "Nora Field" in said
    assert f"{MARK} I sleep badly" in said
    assert "Not yet: No provider is chosen yet." in said
    assert "Has a receipt" in said

    view = office.page("/placement?language=nl")
    assert "Helps with this. Speaks the language." in text_of(view)
    said = text_of(office.done("/placement", view, provider=str(practice)))
    assert "Riverside Practice : asked, no answer yet" in said
    assert "Not yet: The provider has not said yes yet." in said

    answer = re.search(r"/placement/(\d+)/answer", office.page())
    assert answer
    said = text_of(office.done(f"/placement/{answer[1]}/answer", answer="yes"))
    assert "Riverside Practice : has a place" in said
    assert "Not yet: No first appointment is planned yet." in said

    tomorrow = utc_now() + timedelta(days=1)
    said = text_of(office.done("/appointments", on=str(tomorrow.date()), at="10:30", way="in person"))
    assert "Planned · In person" in said
    assert ", 10:30" in said
    office.step("begin")
    assert "Not yet: An appointment has no outcome yet." in office.said()
    assert "They have no place after all" not in office.said()

    item = re.search(r"/appointments/(\d+)", office.page())
    assert item
    early = office.send(f"/appointments/{item[1]}", outcome="attended")
    assert early.status_code == 409
    assert "until then it can only be cancelled" in early.text
    with as_of(tomorrow + timedelta(days=1)):
        office = Office(world, number)
        assert "its time is past" in office.said()
        assert "What came of an appointment" in office.get("/referrals").text
        on = {"on": str((tomorrow + timedelta(days=8)).date()), "at": "09:00", "way": "follow up"}
        said = text_of(office.done(f"/appointments/{item[1]}", outcome="attended", **on))
        assert "Attended · In person" in said
        assert "Planned · A coordinator asks how it goes" in said
        assert "Not yet: An appointment has no outcome yet." in said
        last = re.findall(r"/appointments/(\d+)", office.page())[-1]
        office.done(f"/appointments/{last}", outcome="cancelled")
        said = office.step("conclude")
    assert "State Concluded" in said
    assert "Nora Field" not in office.get("/referrals").text
    assert "Nora Field" in office.get("/referrals?state=any").text


def test_the_employees_steps_take_the_employees_word_and_a_receipt_is_shown_once(house: House, world: World) -> None:
    office = Office(world, house.management())
    said = office.said()
    assert "Has no receipt yet" in said
    assert f"{MARK} late four times" in said
    refused = office.send("/steps?step=consent")
    assert refused.status_code == 422
    assert "it is theirs to decide" in refused.text
    assert "Consented since" in text_of(office.done("/steps?step=consent", on_their_word="1"))

    page = office.page("/receipt")
    first, second = (office.send("/receipt", page) for _ in range(2))
    receipts = [re.findall(r"<output>([^<]+)</output>", answer.text) for answer in (first, second)]
    assert len(receipts[0]) == 1
    assert receipts[0] == receipts[1]
    assert first.headers["cache-control"] == "no-store"
    assert "Has a receipt" in office.said()
    again = office.send("/receipt", office.page("/receipt"))
    assert re.findall(r"<output>([^<]+)</output>", again.text) != receipts[0]


def test_what_is_clinical_is_refused_and_kept_what_is_arranged_is_taken(house: House, world: World) -> None:
    office = Office(world, house.begin())
    for path, mine in (("/notes", "I think of F32.1, depression"), ("/messages", "Your anxiety disorder")):
        refused = office.send(path, text=mine)
        assert refused.status_code == 422
        assert "This speaks of health" in text_of(refused.text)
        assert mine in refused.text
    said = text_of(office.done("/notes", text=f"{MARK} called at ten"))
    assert f"{MARK} called at ten" in said
    assert f"{MARK} see you on Monday" in text_of(office.done("/messages", text=f"{MARK} see you on Monday"))


def test_whoever_is_second_looks_again_first(house: House, world: World) -> None:
    office, other = (Office(world, number) for number in [house.management()] * 2)
    page = other.page("/need")
    office.done("/need", need="legal")
    answer = other.send("/need", page, need="finance")
    assert answer.status_code == 409
    assert "Somebody changed the referral" in answer.text
    assert "Need Money and debt" in text_of(other.done("/need", answer.text, need="finance"))


def test_a_referral_that_is_not_there_and_one_without_a_key_are_the_same(house: House, world: World) -> None:
    number = house.begin(employee=Who("second example", ""))
    world.cast.actors["second"] = house.second
    there, nowhere = Office(world, number, "second"), Office(world, "000000", "second")
    for path in ("", "/notes", "/placement", "/receipt", "/appointments/1"):
        one, other = there.get(there.case + path), nowhere.get(nowhere.case + path)
        assert (one.status_code, other.status_code) == (404, 404), path
        assert one.text == other.text
        if path:
            sent = [office.client.post(office.case + path, data={"text": "x"}) for office in (there, nowhere)]
            assert [answer.status_code for answer in sent] == [404, 404]
            assert sent[0].text == sent[1].text
    assert number not in there.get("/referrals").text
    with world.database.reading() as db:
        denied = db.query(TrailEntry).filter_by(tag=Tag.REFERRAL_DENIED.value).all()
        assert {entry.chain for entry in denied} == {trail.EAP}
        assert number in "".join(entry.ids for entry in denied)


def test_nobody_but_coordinators_learns_that_there_is_anything(house: House, world: World) -> None:
    numbers = [house.begin(), house.management(), "000000"]
    for who in world.cast.staff:
        if who == "eap":
            continue
        client = world.client(world.cast[who], sure=True)
        for path in ("/referrals", "/referrals/trail", "/referrals/colleagues", *(f"/referrals/{n}" for n in numbers)):
            answer = client.get(path)
            assert answer.status_code == 403, (who, path)
            assert MARK not in answer.text
            assert "Nora" not in answer.text
        bodies = {client.get(f"/referrals/{number}").text for number in numbers}
        assert len(bodies) == 1, who
        for path in ("/desk", "/cases", "/people"):
            assert "referral" not in text_of(client.get(path).text).lower(), (who, path)


def test_the_trail_says_who_did_what_and_never_where_a_referral_stands(house: House, world: World) -> None:
    number = house.management()
    office = Office(world, number)
    office.page()
    office.page()
    office.done("/steps?step=decline", on_their_word="1")
    said = text_of(office.get("/referrals/trail").text)
    assert said.count("Eap Example read the referral") == 1
    assert f"Who suggested it asked for support, or suggested it {number}" in said
    assert "moved the referral" in said
    assert "declin" not in said.lower()
    other = house.begin()
    assert other not in office.get(f"/referrals/trail?number={number}").text
    assert other in office.get("/referrals/trail").text


def test_the_trail_is_silent_of_a_referral_whose_key_the_reader_lacks(house: House, world: World) -> None:
    """Somebody coordinates and is the employee of one: that one is not theirs to follow here."""
    number = house.begin()
    office = Office(world, number)
    assert number in office.get("/referrals/trail").text
    with house.database.transaction() as db:
        id_ = db.scalars(select(Referral.id).where(Referral.number == number)).one()
        vault.rooms.remove_everywhere(db, id_, HolderKind.PERSON, house.cast["eap"].id)
    assert number not in text_of(office.get("/referrals/trail").text)


def test_the_list_and_the_page_ask_the_database_the_same_whatever_there_is(house: House, world: World) -> None:
    number = house.begin()
    office = Office(world, number)
    provider(world)
    counts = []
    for _ in range(2):
        office.get("/referrals")
        office.page()
        with statements(house.database) as asked:
            assert office.get("/referrals").status_code == 200
        listing = len(asked)
        with statements(house.database) as asked:
            office.page()
        counts.append((listing, len(asked)))
        house.begin()
        house.management()
        office.done("/notes", text="one")
        office.done("/notes", text="two")
        office.done("/messages", text="three")
    assert counts[0] == counts[1]


def test_the_desk_says_what_waits_and_to_whom_keys_are_to_be_given(house: House, world: World) -> None:
    office = Office(world, house.begin())
    assert "Referrals 1" in text_of(office.get("/desk").text)
    assert f"A provider to be chosen Nora Field {office.number}" in text_of(office.get("/desk").text)
    waiting = Office(world, house.management())
    assert f"A message to read Nora Field {waiting.number}" in text_of(office.get("/desk").text)
    waiting.page()
    assert f"The employee to be reached Nora Field {waiting.number}" in text_of(office.get("/desk").text)
    waiting.send("/receipt", waiting.page("/receipt"))
    with world.database.transaction() as db:
        person(db, "third", Role.EAP)
    said = text_of(office.get("/desk").text)
    assert "Give Third Example the keys of referrals" in said
    assert waiting.number not in said
