"""Rooms are barred to keys that the server keeps: such keys as were sealed to before end; nobody is shut out last."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select, update

from casework import vault
from casework.audit import verify
from casework.audit.models import TrailEntry
from casework.cases.actions import barring
from casework.cases.models import Membership
from casework.db import Database, utc_now
from casework.people import custody
from casework.vault import Compartment, HolderKind
from casework.vault.models import CompartmentRow, KeyPolicy, Seal
from tests.cast import Cast
from tests.people.staff import Colleague
from tests.staff.browser import words

from .browser import Browser


def hand_in(database: Database, cast: Cast, *names: str) -> None:
    with database.transaction() as db:
        for name in names:
            holder = cast[name].holder
            assert holder is not None
            custody.hand_in(db, holder.id, holder.generation, holder.private, utc_now())


def bar(database: Database, *rooms: Compartment) -> None:
    with database.transaction() as db:
        vault.custody.bar(db, rooms)


def held(database: Database, person_id: int) -> set[str]:
    """Rooms of which somebody has a seal of any epoch."""
    query = select(CompartmentRow.name).join(Seal, Seal.compartment_id == CompartmentRow.id)
    with database.reading() as db:
        return set(db.scalars(query.where(Seal.holder_kind == HolderKind.PERSON.value, Seal.holder_id == person_id)))


def ended(database: Database) -> int:
    with database.reading() as db:
        assert verify(db) == []
        return len(db.scalars(select(TrailEntry).where(TrailEntry.tag == "custody:ended")).all())


def test_whoever_loses_keys_is_named_first_and_has_none_after(
    browse: Callable[[], Browser], lead: Colleague, database: Database, cast: Cast
) -> None:
    hand_in(database, cast, "specialist")
    with database.reading() as db:
        files = select(CompartmentRow.epoch).where(CompartmentRow.name == "file")
        before = db.scalars(files.where(CompartmentRow.case_id == cast.case_id)).one()
    boss = browse().sign_in(lead).step_up(lead)
    sent = {"rooms": ["file", "dialogue", "privileged"]}
    shown = boss.post("/settings/keys", **sent)
    assert shown.status_code == 200
    assert "Specialist Example Loses the keys of 2 rooms" in words(shown)
    assert held(database, cast["specialist"].id) == {"file", "dialogue"}, "nothing is done yet"
    with database.reading() as db:
        assert vault.custody.barred(db) == frozenset()
    stale = boss.post("/settings/keys", **sent, seen="7:1:0")
    assert (stale.status_code, "Nothing is saved yet" in words(stale)) == (200, True)
    [seen] = re.findall(r'name="seen" value="([^"]+)"', shown.text)
    assert boss.post("/settings/keys", **sent, seen=seen).status_code == 303
    assert held(database, cast["specialist"].id) == set()
    assert held(database, cast["lead"].id) == {"file", "dialogue", "identity"}
    assert ended(database) == 1
    with database.reading() as db:
        member = db.scalars(select(Membership).where(Membership.person_id == cast["specialist"].id)).one()
        assert not member.active
        assert cast["lead"].holder is not None
        assert vault.rooms.enter(db, cast["lead"].holder, cast.case_id, Compartment.FILE).epoch > before
    assert "Specialist Example Loses" not in words(boss.get("/settings/keys"))


def test_the_last_who_can_read_a_room_keeps_it_until_somebody_else_can(
    browse: Callable[[], Browser], lead: Colleague, database: Database, cast: Cast
) -> None:
    hand_in(database, cast, "lead")
    boss = browse().sign_in(lead).step_up(lead)
    shown = boss.post("/settings/keys", rooms="identity")
    assert "Lead Example Keeps 1 room for now" in words(shown)
    [seen] = re.findall(r'name="seen" value="([^"]+)"', shown.text)
    assert boss.post("/settings/keys", rooms="identity", seen=seen).status_code == 303
    assert "identity" in held(database, cast["lead"].id)
    assert "Still reads 1 such room" in words(boss.get("/settings/keys"))
    with database.transaction() as db:
        assert cast["lead"].holder is not None
        [room] = [one for key, one in vault.rooms.enter_all(db, cast["lead"].holder, cast.case_id).items()
                  if key[0] is Compartment.IDENTITY]  # fmt: skip
        vault.rooms.admit(db, room, vault.pairs.current(db, HolderKind.PERSON, cast["specialist"].id))
    barring.end_keys(database)
    assert held(database, cast["lead"].id) == {"file", "dialogue"}
    assert "identity" in held(database, cast["specialist"].id)


def test_what_was_stopped_half_way_is_gone_on_with(
    database: Database, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One person a batch here: the server is killed after the first."""
    hand_in(database, cast, "specialist", "counsel")
    with database.transaction() as db:
        assert cast["lead"].holder is not None
        room = vault.rooms.enter(db, cast["lead"].holder, cast.case_id, Compartment.FILE)
        vault.rooms.admit(db, room, vault.pairs.current(db, HolderKind.PERSON, cast["counsel"].id))
    bar(database, Compartment.FILE)
    plain, done = barring.batch, list[int]()

    def killed(db: object, person_id: int, ids: list[int]) -> None:
        if done:
            raise KeyboardInterrupt
        done.append(person_id)
        plain(db, person_id, ids)  # type: ignore[arg-type]

    monkeypatch.setattr(barring, "batch", killed)
    with pytest.raises(KeyboardInterrupt):
        barring.end_keys(database)
    monkeypatch.undo()
    both = {cast["specialist"].id, cast["counsel"].id}
    assert {who for who in both if "file" in held(database, who)} == both - set(done)
    barring.end_keys(database)
    barring.end_keys(database)
    assert not any("file" in held(database, who) for who in both)
    assert ended(database) == 2


def test_a_policy_that_was_written_from_outside_ends_nothing(database: Database, cast: Cast) -> None:
    hand_in(database, cast, "specialist")
    bar(database, Compartment.PRIVILEGED)
    with database.transaction() as db:
        db.execute(update(KeyPolicy).values(barred="file"))
    barring.end_keys(database)
    assert held(database, cast["specialist"].id) == {"file", "dialogue"}
