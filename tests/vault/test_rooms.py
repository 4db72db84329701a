"""Rooms: who is let in reads, who is not does not, and who is put out stops."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select, update

from casework import vault
from casework.cases.models import Note
from casework.db import Database, new_id
from casework.vault import Compartment, Holder, HolderKind, NoSeal, Unreadable, pairs, rooms
from casework.vault.models import CaseSecret, Epoch, PublicKey, Seal

CASE, NOTE = 7, 5
People = Callable[[], Holder]


@pytest.fixture
def people(database: Database) -> People:
    def person() -> Holder:
        holder = Holder(HolderKind.PERSON, new_id(), 1, vault.hpke.new_private())
        with database.transaction() as db:
            pairs.publish(db, holder.kind, holder.id, vault.hpke.public_of(holder.private))
        return holder

    return person


def found(database: Database, *holders: Holder, case: int = CASE, text: str = "a text") -> bytes:
    with database.transaction() as db:
        rooms.found_case(db, case)
        halves = [pairs.current(db, h.kind, h.id) for h in holders]
        room = rooms.build(db, case, Compartment.FILE, to=halves)
        return room.seal(Note.text, NOTE, text)


def read(database: Database, holder: Holder, sealed: bytes, case: int = CASE) -> str:
    with database.transaction() as db:
        return rooms.enter(db, holder, case, Compartment.FILE).open(Note.text, NOTE, sealed)


def test_holders_read_and_others_do_not(database: Database, people: People) -> None:
    one, two, outsider = people(), people(), people()
    sealed = found(database, one, two)
    assert read(database, one, sealed) == read(database, two, sealed) == "a text"
    with pytest.raises(NoSeal):
        read(database, outsider, sealed)


def test_one_room_of_each_of_many_matters_opens_at_once(database: Database, people: People) -> None:
    reader, other = people(), people()
    found(database, reader, case=1)
    found(database, other, case=2)
    with database.transaction() as db:
        halves = [pairs.current(db, one.kind, one.id) for one in (reader, other)]
        for number in (3, 4):
            rooms.found_case(db, number)
            rooms.build(db, number, Compartment.SUPPORT, to=halves)
            rooms.build(db, number, Compartment.DISCLOSURE, subject=8, to=halves)
    with database.reading() as db:
        opened = rooms.enter_many(db, reader, [1, 2, 3, 4], Compartment.SUPPORT)
        assert {id_: (one.case_id, one.compartment) for id_, one in opened.items()} == {
            3: (3, Compartment.SUPPORT), 4: (4, Compartment.SUPPORT)
        }  # fmt: skip
        assert opened[3].keys == rooms.enter(db, other, 3, Compartment.SUPPORT).keys
        assert rooms.enter_files(db, reader, [1, 2, 3, 4]).keys() == {1}
        assert rooms.enter_many(db, reader, [3, 4], Compartment.DISCLOSURE) == {}


def test_a_first_opening_turns_the_seal_into_the_holders_own(database: Database, people: People) -> None:
    one = people()
    sealed = found(database, one)
    read(database, one, sealed)
    with database.reading() as db:
        assert db.scalars(select(Seal.form).where(Seal.holder_id == one.id)).all() == ["own"]
    assert read(database, one, sealed) == "a text"


def test_looking_in_a_reading_session_changes_nothing(database: Database, people: People) -> None:
    one = people()
    sealed = found(database, one)
    with database.reading() as db:
        assert rooms.enter(db, one, CASE, Compartment.FILE).open(Note.text, NOTE, sealed) == "a text"
        assert db.scalars(select(Seal.form).where(Seal.holder_id == one.id)).all() == ["hpke"]


def test_put_out_they_read_nothing_and_the_rest_reads_all(database: Database, people: People) -> None:
    stays, goes = people(), people()
    before = found(database, stays, goes)
    with database.transaction() as db:
        assert rooms.remove_everywhere(db, CASE, goes.kind, goes.id) == [(Compartment.FILE, 0)]
    with database.transaction() as db:
        room = rooms.enter(db, stays, CASE, Compartment.FILE)
        after = room.seal(Note.text, NOTE, "later")
    assert room.epoch == 2
    assert (read(database, stays, before), read(database, stays, after)) == ("a text", "later")
    for sealed in (before, after):
        with pytest.raises(NoSeal):
            read(database, goes, sealed)


def test_an_old_seal_put_back_after_removal_opens_nothing(database: Database, people: People) -> None:
    stays, goes = people(), people()
    sealed = found(database, stays, goes)
    with database.reading() as db:
        old = db.scalars(select(Seal).where(Seal.holder_id == goes.id)).one()
        db.expunge(old)
    with database.transaction() as db:
        rooms.remove(db, CASE, Compartment.FILE, goes.kind, goes.id)
    with database.transaction() as db:
        db.add(Seal(**{c.key: getattr(old, c.key) for c in Seal.__table__.columns}))
    with pytest.raises(NoSeal):
        read(database, goes, sealed)


def test_a_new_member_reads_what_was_written_before(database: Database, people: People) -> None:
    one, gone, new = people(), people(), people()
    sealed = found(database, one, gone)
    with database.transaction() as db:
        rooms.remove(db, CASE, Compartment.FILE, gone.kind, gone.id)
    with database.transaction() as db:
        room = rooms.enter(db, one, CASE, Compartment.FILE)
        rooms.admit(db, room, pairs.current(db, new.kind, new.id))
        rooms.admit(db, room, pairs.current(db, new.kind, new.id))
    assert read(database, new, sealed) == "a text"


def test_who_cannot_read_can_still_put_something_in(database: Database, people: People) -> None:
    one, second = people(), people()
    found(database, one, second)
    with database.transaction() as db:
        dropped = rooms.drop(db, CASE, Compartment.FILE, 0, Note.text, NOTE, "for you alone")
    assert read(database, one, dropped) == "for you alone"
    with database.transaction() as db:
        rooms.remove(db, CASE, Compartment.FILE, second.kind, second.id)
    assert read(database, one, dropped) == "for you alone"


def test_a_seal_copied_from_another_case_does_not_open(database: Database, people: People) -> None:
    one, two = people(), people()
    found(database, one, case=7)
    found(database, two, case=8)
    with database.transaction() as db:
        theirs = db.scalars(select(Seal).where(Seal.case_id == 8, Seal.holder_id == two.id)).one()
        db.execute(update(Seal).where(Seal.case_id == 7, Seal.holder_id == one.id).values(sealed=theirs.sealed))
    with pytest.raises(Unreadable):
        read(database, one, b"")


@pytest.mark.parametrize("table", ["commitment", "secret", "generation"])
def test_changed_rows_are_refused(database: Database, people: People, table: str) -> None:
    one, sealed = people(), b""
    sealed = found(database, one)
    with database.transaction() as db:
        if table == "commitment":
            db.execute(update(Epoch).values(commitment=bytes(32)))
        elif table == "secret":
            wrapped = db.scalars(select(CaseSecret.wrapped)).one()
            db.execute(update(CaseSecret).values(wrapped=wrapped[:-1] + bytes([wrapped[-1] ^ 1])))
        else:
            one = replace(one, generation=2)
    with pytest.raises(Unreadable):
        read(database, one, sealed)


def test_nothing_is_sealed_to_a_public_key_that_was_swapped(database: Database, people: People) -> None:
    one, thief = people(), vault.hpke.new_private()
    found(database, one)
    with database.transaction() as db:
        db.execute(update(PublicKey).where(PublicKey.owner == one.id).values(public=vault.hpke.public_of(thief)))
    with database.transaction() as db, pytest.raises(Unreadable, match="changed"):
        pairs.current(db, one.kind, one.id)


def test_a_public_key_given_to_another_owner_is_refused(database: Database, people: People) -> None:
    one, two = people(), people()
    with database.transaction() as db:
        db.execute(update(PublicKey).where(PublicKey.owner == one.id).values(owner=two.id, generation=9))
    with database.transaction() as db, pytest.raises(Unreadable):
        pairs.current(db, two.kind, two.id)


def test_a_swapped_drop_box_takes_nothing_in(database: Database, people: People) -> None:
    found(database, people())
    with database.transaction() as db:
        thief = vault.hpke.public_of(vault.hpke.new_private())
        db.execute(update(PublicKey).where(PublicKey.kind == "dropbox").values(public=thief))
    with database.transaction() as db, pytest.raises(Unreadable):
        rooms.drop(db, CASE, Compartment.FILE, 0, Note.text, NOTE, "for you alone")


def test_without_the_case_secret_nothing_opens_again(database: Database, people: People) -> None:
    one = people()
    sealed = found(database, one)
    with database.transaction() as db:
        vault.secrets.destroy(db, CASE)
    with pytest.raises(Unreadable):
        read(database, one, sealed)


def test_the_readers_come_from_the_seals_and_leave_recovery_out(database: Database, people: People) -> None:
    one, two = people(), people()
    found(database, one, two)
    with database.reading() as db:
        assert {reader.holder_id for reader in vault.readers.of_case(db, CASE)} == {one.id, two.id}
