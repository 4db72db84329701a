"""New keys for a case: a key of before opens nothing that is written afterwards, and with what is there sealed anew,
nothing at all; whoever reads it goes on reading all of it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect, select

from casework import vault
from casework.access import Forbidden
from casework.audit import verify
from casework.audit.models import TrailEntry
from casework.cases.actions import notes, rekeying
from casework.cases.models import Case, Note
from casework.cases.queries import record
from casework.db import Base
from casework.people import Actor
from casework.vault import Compartment, NoSeal, Room, Unreadable, Vault
from tests.cases.pages.browser import Browser, text_of
from tests.cast import Cast
from tests.whole.everything import Working
from tests.whole.world import World, build

MARK = "MARKER-REKEYED a text"
Key = tuple[Compartment, int]


@pytest.fixture
def world(cast: Cast, keys: Vault, tmp_path: Path) -> World:
    """A case in which everything has happened."""
    made = build(cast, keys, tmp_path)
    Working(made, MARK).write()
    return made


def rooms_of(world: World, actor: Actor) -> dict[Key, Room]:
    assert actor.holder is not None
    with world.database.reading() as db:
        return vault.rooms.enter_all(db, actor.holder, world.cast.case_id)


def values(world: World) -> Iterator[tuple[Any, int, bytes]]:
    """Every value of the compartments' tier on the case: its column, its row, and itself."""
    with world.database.reading() as db:
        for mapper in Base.registry.mappers:
            model, table = mapper.class_, mapper.local_table
            if model.__tablename__ != "case" and "case_id" not in table.c:
                continue
            whose = table.c.id if model.__tablename__ == "case" else table.c.case_id
            for one in mapper.column_attrs:
                if one.columns[0].info.get("tier") == "compartment":
                    column = inspect(mapper.class_).all_orm_descriptors[one.key]
                    for id_, value in db.execute(select(table.c.id, one.columns[0]).where(whose == world.cast.case_id)):
                        if value is not None:
                            yield column, id_, value


def opened(world: World, rooms: dict[Key, Room], epochs: set[int] | None = None) -> int:
    """How many values open with these keys, or with those of some epochs."""
    count = 0
    for column, id_, value in values(world):
        for room in rooms.values():
            keys = {at: key for at, key in room.keys.items() if epochs is None or at in epochs}
            only = Room(
                room.instance, room.case_id, room.compartment_id, room.compartment, room.subject, room.epoch, keys
            )
            try:
                only.open_bytes(column, id_, value)
            except Unreadable:
                continue
            count += 1
    return count


def rekey(world: World, name: str, which: set[Key], *, reseal: bool) -> int:
    with world.database.transaction() as db:
        return rekeying.rekey(db, world.cast.case(db), by=world.cast[name], which=which, reseal=reseal)


def test_sealed_anew_nothing_opens_with_a_key_of_before_and_everything_with_the_new_ones(world: World) -> None:
    lead = world.cast["lead"]
    before = rooms_of(world, lead)
    there = opened(world, before)
    assert there > 30
    assert rekey(world, "lead", set(before), reseal=True) == there
    assert opened(world, before) == 0, "a key of before still opens something"
    after = rooms_of(world, lead)
    assert after.keys() == before.keys()
    assert {key: room.epoch for key, room in after.items()} == {key: room.epoch + 1 for key, room in before.items()}
    newest = {room.epoch for room in after.values()}
    assert opened(world, after) == opened(world, after, newest) == there


def test_everybody_who_read_it_reads_all_of_it_still(world: World) -> None:
    cast, shown = world.cast, dict[str, Any]()
    for again in (False, True):
        for name in ("lead", "specialist"):
            with world.database.reading() as db:
                found = record.load(db, cast[name], cast.number)
                assert found is not None
                assert not found.damaged
                words = [line.text for line in found.timeline], found.title, found.narrative, len(found.rooms)
                assert shown.setdefault(name, words) == words
        if not again:
            rekey(world, "lead", set(rooms_of(world, cast["lead"])), reseal=True)
    with world.database.reading() as db:
        assert list(rooms_of(world, cast["reporter"])) == [(Compartment.DIALOGUE, cast["reporter"].id)]
        assert MARK in text_of(world.client(cast["specialist"]).get("/cases").text), "the list lost its title"
        assert verify(db) == []
        assert "case:rekeyed" in set(db.scalars(select(TrailEntry.tag).where(TrailEntry.chain == cast.case_id)))


def test_left_as_it_was_only_what_comes_after_is_under_the_new_key(world: World) -> None:
    file = (Compartment.FILE, 0)
    before = rooms_of(world, world.cast["lead"])
    assert rekey(world, "lead", {file}, reseal=False) == 0
    assert opened(world, before) == opened(world, rooms_of(world, world.cast["lead"]))
    with world.database.transaction() as db:
        case = world.cast.case(db)
        note = notes.add(db, case, class_="internal", text="written afterwards", by=world.cast["specialist"])
    with pytest.raises(NoSeal):
        before[file].open(Note.text, note.id, note.text)
    assert rooms_of(world, world.cast["lead"])[file].open(Note.text, note.id, note.text) == "written afterwards"


def test_nobody_rekeys_a_room_that_they_cannot_read_or_a_case_that_they_do_not_work(world: World) -> None:
    lead, specialist = rooms_of(world, world.cast["lead"]), rooms_of(world, world.cast["specialist"])
    beyond = set(lead) - set(specialist)
    assert beyond
    with pytest.raises(NoSeal):
        rekey(world, "specialist", beyond, reseal=True)
    for name in ("colleague", "removed", "party", "counsel", "administrator", "alternate"):
        with pytest.raises(Forbidden):
            rekey(world, name, {(Compartment.FILE, 0)}, reseal=False)
    assert {key: room.epoch for key, room in rooms_of(world, world.cast["lead"]).items()} == {
        key: room.epoch for key, room in lead.items()
    }


def test_what_somebody_damaged_stays_as_it_is_and_holds_up_nothing(world: World) -> None:
    with world.database.transaction() as db:
        case = world.cast.case(db)
        assert case.narrative is not None
        damaged = case.narrative = case.narrative[:-1] + bytes([case.narrative[-1] ^ 1])
    before = rooms_of(world, world.cast["lead"])
    there = opened(world, before)
    assert rekey(world, "lead", set(before), reseal=True) == there
    with world.database.reading() as db:
        assert db.scalar(select(Case.narrative).where(Case.id == world.cast.case_id)) == damaged


def test_the_page_makes_new_keys_once_they_have_proved_who_they_are(world: World) -> None:
    browser = Browser(world, "specialist")
    assert "/keys" in browser.page()
    assert browser.get(f"{browser.case}/keys").status_code == 303, "without proof"
    browser.sure()
    offered = browser.page("/keys")
    assert 'value="file-0"' in offered
    assert 'value="identity' not in offered, "a room that they cannot read"
    browser.done("/keys", rooms=["file-0"], reseal="1")
    assert rooms_of(world, world.cast["specialist"])[Compartment.FILE, 0].epoch > 1
    assert browser.send("/keys", reseal="1").status_code == 422, "no room was chosen"
