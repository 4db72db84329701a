"""Seals of many cases at once are the seals of one case at a time: what opens, what does not, and for whom."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, select, update

from casework import vault
from casework.cases.models import Note
from casework.db import Database, new_id, utc_now
from casework.vault import Compartment, Holder, HolderKind, NoSeal, ending, many, pairs, rooms
from casework.vault.many import Lock
from casework.vault.models import PublicKey, Seal

from .test_removal import again, person

FILE = Compartment.FILE


def everything(_: Lock) -> bool:
    return True


def found(database: Database, case: int, *holders: Holder, room: Compartment = FILE) -> None:
    with database.transaction() as db:
        if room is FILE:
            rooms.found_case(db, case)
        rooms.build(db, case, room, to=[pairs.current(db, h.kind, h.id) for h in holders])


def admit(database: Database, giver: Holder, to: Holder, *cases: int) -> dict[int, set[many.Key]]:
    with database.transaction() as db:
        return many.admit(db, giver, cases, pairs.current(db, to.kind, to.id), everything)


def remove(database: Database, who: Holder, *cases: int) -> dict[int, set[many.Key]]:
    with database.transaction() as db:
        return ending.remove(db, cases, who.kind, who.id, lambda *_: True)


def opens(database: Database, who: Holder, case: int, room: Compartment = FILE) -> bool:
    with database.reading() as db:
        return (room, 0) in rooms.enter_all(db, who, case)


def test_one_more_reads_every_epoch_of_every_case_that_the_giver_reads(database: Database) -> None:
    giver, newcomer, gone = person(database), person(database), person(database)
    for case in (1, 2):
        found(database, case, giver, gone)
    with database.transaction() as db:
        early = rooms.enter(db, giver, 1, FILE).seal(Note.text, 5, "before anybody went")
    remove(database, gone, 1, 2)
    assert admit(database, giver, newcomer, 1, 2) == {1: {(FILE, 0)}, 2: {(FILE, 0)}}
    with database.reading() as db:
        room = rooms.enter(db, newcomer, 1, FILE)
        assert room.open(Note.text, 5, early) == "before anybody went"
        assert room.epoch == 2
        assert opens(database, newcomer, 2)


def test_giving_again_changes_nothing_and_gives_what_was_missing(database: Database) -> None:
    giver, newcomer = person(database), person(database)
    found(database, 1, giver)
    admit(database, giver, newcomer, 1)
    found(database, 1, giver, room=Compartment.PRIVILEGED)
    assert admit(database, giver, newcomer, 1)[1] == {(FILE, 0), (Compartment.PRIVILEGED, 0)}
    with database.reading() as db:
        seals = list(db.scalars(select(Seal.compartment_id).where(Seal.holder_id == newcomer.id)))
    assert len(seals) == len(set(seals)) == 2


def test_nobody_gives_what_they_do_not_hold(database: Database) -> None:
    giver, other, newcomer = person(database), person(database), person(database)
    found(database, 1, other)
    assert admit(database, giver, newcomer, 1) == {}
    assert not opens(database, newcomer, 1)


def test_a_giver_who_was_put_out_gives_nothing_though_the_old_seal_is_put_back(database: Database) -> None:
    giver, other, newcomer = person(database), person(database), person(database)
    found(database, 1, giver, other)
    with database.reading() as db:
        kept = db.scalars(select(Seal).where(Seal.holder_id == giver.id)).one()
        copied = {column.key: getattr(kept, column.key) for column in Seal.__table__.columns}
    remove(database, giver, 1)
    with database.transaction() as db:
        db.add(Seal(**copied))
    assert admit(database, giver, newcomer, 1) == {}
    assert not opens(database, giver, 1)


def test_removing_takes_one_and_leaves_the_others(database: Database) -> None:
    goes, stays = person(database), person(database)
    for case in (1, 2, 3):
        found(database, case, goes, stays)
    assert set(remove(database, goes, 1, 2)) == {1, 2}
    assert [opens(database, goes, case) for case in (1, 2, 3)] == [False, False, True]
    assert all(opens(database, stays, case) for case in (1, 2, 3))
    with database.transaction() as db:  # what is put in from outside goes into the new box
        dropped = rooms.drop(db, 1, FILE, 0, Note.text, 6, "from outside")
    with database.transaction() as db:
        assert rooms.enter(db, stays, 1, FILE).open(Note.text, 6, dropped) == "from outside"


def test_a_room_that_is_not_to_end_keeps_its_key(database: Database) -> None:
    alone, both = person(database), person(database)
    found(database, 1, alone)
    found(database, 2, alone, both)
    with database.transaction() as db:
        lost = ending.remove(db, [1, 2], alone.kind, alone.id, lambda _, others: bool(others))
    assert set(lost) == {2}
    assert opens(database, alone, 1)


def test_neither_a_forged_seal_nor_a_swapped_key_nor_another_generation_goes_on(database: Database) -> None:
    goes, stays, intruder, swapped, newer = (person(database) for _ in range(5))
    found(database, 1, goes, stays, swapped, newer)
    with database.transaction() as db:
        own = db.scalars(select(Seal).where(Seal.holder_id == stays.id)).one()
        copied = {column.key: getattr(own, column.key) for column in Seal.__table__.columns}
        db.add(Seal(**{**copied, "id": new_id(), "holder_id": intruder.id, "created_at": utc_now()}))
        thief = vault.hpke.public_of(vault.hpke.new_private())
        db.execute(update(PublicKey).where(PublicKey.owner == swapped.id).values(public=thief))
    again(database, newer)
    remove(database, goes, 1)
    with database.reading() as db:
        query = select(Seal.holder_id).where(Seal.epoch == 2, Seal.holder_kind == HolderKind.PERSON.value)
        assert set(db.scalars(query)) == {stays.id}
    with database.reading() as db, pytest.raises(NoSeal):
        rooms.enter(db, intruder, 1, FILE)


def test_what_was_held_by_an_earlier_key_counts_when_the_seal_is_genuine(database: Database) -> None:
    holder, colleague = person(database), person(database)
    for case in (1, 2):
        found(database, case, holder, colleague)
    newer = again(database, holder)
    with database.transaction() as db:
        one = db.scalars(select(Seal).where(Seal.holder_id == holder.id, Seal.case_id == 2)).one()
        one.sealed = one.sealed[:-1] + bytes([one.sealed[-1] ^ 1])
    with database.reading() as db:
        claims = many.earlier(db, [1, 2], holder.kind, holder.id, newer.generation)
        assert [(claim.case_id, claim.key, claim.newest) for claim in claims] == [(1, (FILE, 0), True)]
    assert admit(database, colleague, newer, 1)
    assert opens(database, newer, 1)
    with database.reading() as db:
        assert many.earlier(db, [1], holder.kind, holder.id, newer.generation) == []


def test_the_number_of_statements_does_not_grow_with_the_cases(database: Database) -> None:
    giver, newcomer, goes = person(database), person(database), person(database)
    for case in range(1, 13):
        found(database, case, giver, goes)
    assert _statements(database, lambda: admit(database, giver, newcomer, 1, 2)) == _statements(
        database, lambda: admit(database, giver, newcomer, *range(3, 13))
    )
    assert _statements(database, lambda: remove(database, goes, 1, 2)) == _statements(
        database, lambda: remove(database, goes, *range(3, 13))
    )


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 3), st.booleans()), max_size=8))
def test_whoever_was_given_and_not_taken_can_read_and_nobody_else(
    database: Database, acts: list[tuple[int, bool]]
) -> None:
    case, first = new_id(), person(database)
    people = [person(database) for _ in range(4)]
    found(database, case, first)
    readers: set[int] = set()
    for which, gives in acts:
        if gives:
            admit(database, first, people[which], case)
            readers.add(which)
        else:
            remove(database, people[which], case)
            readers.discard(which)
    assert {index for index, one in enumerate(people) if opens(database, one, case)} == readers


def _statements(database: Database, do: object) -> int:
    counted = 0

    def count(*_: object) -> None:
        nonlocal counted
        counted += 1

    event.listen(database.engine, "before_cursor_execute", count)
    try:
        assert callable(do)
        do()
    finally:
        event.remove(database.engine, "before_cursor_execute", count)
    return counted
