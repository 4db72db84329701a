"""Putting somebody out seals a new key: only to those whose own seal was made here, for the pair they have now."""

import logging

import pytest
from sqlalchemy import select, update

from casework import vault
from casework.cases.models import Note
from casework.db import Database, new_id, utc_now
from casework.vault import Compartment, Holder, HolderKind, NoSeal, pairs, rooms
from casework.vault.models import PublicKey, Seal

CASE, NOTE = 7, 5


def person(database: Database) -> Holder:
    holder = Holder(HolderKind.PERSON, new_id(), 1, vault.hpke.new_private())
    with database.transaction() as db:
        pairs.publish(db, holder.kind, holder.id, vault.hpke.public_of(holder.private))
    return holder


def again(database: Database, holder: Holder) -> Holder:
    """They enrol anew: another pair, of the next generation."""
    newer = Holder(holder.kind, holder.id, holder.generation + 1, vault.hpke.new_private())
    with database.transaction() as db:
        public = vault.hpke.public_of(newer.private)
        pairs.publish(db, newer.kind, newer.id, public, generation=newer.generation)
    return newer


def found(database: Database, *holders: Holder, compartments: tuple[Compartment, ...] = (Compartment.FILE,)) -> None:
    with database.transaction() as db:
        rooms.found_case(db, CASE)
        for compartment in compartments:
            rooms.build(db, CASE, compartment, to=[pairs.current(db, h.kind, h.id) for h in holders])


def put_out(database: Database, holder: Holder) -> None:
    with database.transaction() as db:
        assert rooms.remove(db, CASE, Compartment.FILE, holder.kind, holder.id)


def holders(database: Database) -> set[tuple[int, int]]:
    """Of the newest epoch, with their generation; recovery left out."""
    with database.reading() as db:
        query = select(Seal.holder_id, Seal.generation).where(Seal.epoch == 2, Seal.holder_kind == "person")
        return {(row.holder_id, row.generation) for row in db.execute(query)}


def test_a_seal_that_somebody_wrote_into_the_database_is_not_renewed(database: Database) -> None:
    stays, goes, intruder = person(database), person(database), person(database)
    found(database, stays, goes)
    with database.transaction() as db:
        own = db.scalars(select(Seal).where(Seal.holder_id == stays.id)).one()
        copied = {column.key: getattr(own, column.key) for column in Seal.__table__.columns}
        db.add(Seal(**{**copied, "id": new_id(), "holder_id": intruder.id, "created_at": utc_now()}))
    put_out(database, goes)
    assert holders(database) == {(stays.id, 1)}
    with database.transaction() as db, pytest.raises(NoSeal):
        rooms.enter(db, intruder, CASE, Compartment.FILE)


def test_a_new_generation_gets_nothing_by_somebody_elses_removal(database: Database) -> None:
    stays, goes, enrolled_anew = person(database), person(database), person(database)
    found(database, stays, goes, enrolled_anew)
    newer = again(database, enrolled_anew)
    put_out(database, goes)
    assert holders(database) == {(stays.id, 1)}
    with database.transaction() as db, pytest.raises(NoSeal):
        rooms.enter(db, newer, CASE, Compartment.FILE)


def test_who_must_go_goes_though_another_key_was_swapped(database: Database, caplog: pytest.LogCaptureFixture) -> None:
    stays, goes, swapped = person(database), person(database), person(database)
    found(database, stays, goes, swapped)
    with database.transaction() as db:
        thief = vault.hpke.public_of(vault.hpke.new_private())
        db.execute(update(PublicKey).where(PublicKey.owner == swapped.id).values(public=thief))
    with caplog.at_level(logging.ERROR):
        put_out(database, goes)
    assert holders(database) == {(stays.id, 1)}
    assert "was changed" in caplog.text


def test_one_damaged_seal_leaves_the_other_rooms_open(database: Database) -> None:
    one = person(database)
    found(database, one, compartments=(Compartment.FILE, Compartment.PRIVILEGED))
    with database.transaction() as db:
        file = rooms.enter(db, one, CASE, Compartment.FILE)
        seal = db.scalars(
            select(Seal).where(Seal.compartment_id == file.compartment_id, Seal.holder_id == one.id)
        ).one()
        seal.sealed = seal.sealed[:-1] + bytes([seal.sealed[-1] ^ 1])
    with database.reading() as db:
        assert set(rooms.enter_all(db, one, CASE)) == {(Compartment.PRIVILEGED, 0)}


def test_rooms_of_an_earlier_generation_do_not_shut_the_others(database: Database) -> None:
    one, colleague = person(database), person(database)
    found(database, one, colleague, compartments=(Compartment.FILE, Compartment.PRIVILEGED))
    newer = again(database, one)
    with database.transaction() as db:
        file = rooms.enter(db, colleague, CASE, Compartment.FILE)
        rooms.admit(db, file, pairs.current(db, one.kind, one.id))
        sealed = file.seal(Note.text, NOTE, "a text")
    with database.reading() as db:
        opened = rooms.enter_all(db, newer, CASE)
        assert set(opened) == {(Compartment.FILE, 0)}
        assert opened[Compartment.FILE, 0].open(Note.text, NOTE, sealed) == "a text"
