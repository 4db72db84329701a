"""Coordinators keep the directory of providers; everybody else finds nothing there."""

import re
from pathlib import Path

import pytest

from casework.audit import trail
from casework.audit.models import TrailEntry
from casework.eap.models import Provider
from casework.eap.queries import providers
from casework.vault import Vault
from tests.cases.pages.browser import Browser, hidden, text_of
from tests.whole.world import World, build

from .conftest import House

PATH = "/referrals/providers"
TYPED = {
    "name": "Riverside Practice", "areas": ["counselling", "family"], "languages": ["nl", "en"], "ways": ["in person"],
    "contact": "030 123 45 67", "cost": "", "capacity": "3", "about": "Near the station.", "public": "1",
}  # fmt: skip


@pytest.fixture
def world(house: House, keys: Vault, tmp_path: Path) -> World:
    return build(house.cast, keys, tmp_path)


def add(browser: Browser, **typed: object) -> None:
    page = browser.get(f"{PATH}/new").text
    sent = browser.client.post(PATH, data={**hidden(page, PATH), **TYPED, **typed})
    assert sent.status_code == 303, text_of(sent.text)


def only(world: World) -> Provider:
    with world.database.reading() as db:
        return db.query(Provider).one()


def test_a_coordinator_adds_changes_and_ends_a_provider(world: World) -> None:
    browser = Browser(world, "eap")
    assert "Here is who helps" in text_of(browser.get(PATH).text)
    add(browser)
    said = text_of(browser.get(PATH).text)
    assert "Riverside Practice Counselling and Marriage and family · Dutch and English · In person" in said
    assert "0 of 3 taken" in said
    assert "costs: nothing" in said

    address = f"{PATH}/{only(world).id}"
    page = browser.get(address).text
    typed = {**hidden(page, address), **TYPED, "capacity": "", "cost": "10 euros", "answers": "1"}
    assert browser.client.post(address, data=typed).status_code == 303
    assert "no limit day and night" in text_of(browser.get(PATH).text)

    page = browser.get(address).text
    assert browser.client.post(f"{address}/end", data=hidden(page, f"{address}/end")).status_code == 303
    assert "Riverside" not in browser.get(PATH).text
    assert "helps no more" in browser.get(f"{PATH}?ended=1").text
    with world.database.reading() as db:
        entries = db.query(TrailEntry).filter_by(chain=trail.EAP).order_by(TrailEntry.seq).all()
        assert [re.findall('"how":"(.*?)"', entry.ids) for entry in entries] == [["added"], ["changed"], ["ended"]]
        assert providers.public(db) == []


def test_who_is_second_reads_what_it_says_now_keeps_what_they_typed_and_sends_it_again(world: World) -> None:
    browser = Browser(world, "eap")
    add(browser)
    address = f"{PATH}/{only(world).id}"
    page = browser.get(address).text
    first, second = ({**hidden(page, address), **TYPED, "name": name} for name in ("First", "Second"))
    second["nonce"] = "another window"
    assert browser.client.post(address, data=first).status_code == 303
    answer = browser.client.post(address, data=second)
    assert answer.status_code == 409
    assert "Somebody else changed it" in answer.text
    assert 'value="Second"' in answer.text
    assert "First · Counselling" in text_of(answer.text)
    again = {**hidden(answer.text, address), **TYPED, "name": "Second"}
    assert browser.client.post(address, data=again).status_code == 303
    assert only(world).name == "Second"


def test_what_is_wrong_is_said_and_what_was_typed_stays(world: World) -> None:
    browser = Browser(world, "eap")
    page = browser.get(f"{PATH}/new").text
    answer = browser.client.post(PATH, data={**hidden(page, PATH), "name": "Nameless", "capacity": "many"})
    assert answer.status_code == 422
    for said in ("Tick one at least.", "Write a whole number.", "This is missing.", 'value="Nameless"'):
        assert said in answer.text


def test_nobody_else_of_the_house_finds_the_directory(world: World) -> None:
    for who in world.cast.staff:
        if who != "eap":
            answer = world.client(world.cast[who]).get(PATH)
            assert answer.status_code in (403, 404), who
    assert world.client().get(PATH).status_code in (303, 401, 403, 404)


def test_the_public_sees_what_is_meant_for_it_and_lines_come_first(world: World) -> None:
    browser = Browser(world, "eap")
    add(browser)
    add(browser, name="Helpline", areas=[], answers="1")
    add(browser, name="Hidden", public="")
    add(browser, name="Lawyers", areas=["legal"])
    with world.database.reading() as db:
        assert [one.name for one in providers.public(db)] == ["Helpline", "Lawyers", "Riverside Practice"]
        assert [one.name for one in providers.public(db, "family")] == ["Helpline", "Riverside Practice"]
