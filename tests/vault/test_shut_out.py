"""Many put out of one case at once: who stays reads on, who went does not, and each room got one new key."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from casework import vault
from casework.cases.models import Note
from casework.db import Database, new_id
from casework.vault import Compartment, Holder, HolderKind, Vault, again, ending, journal, pairs, rooms
from casework.vault.models import CompartmentRow, Epoch, PublicKey, Seal

from .test_many import _statements, opens
from .test_removal import person

ROOMS = (Compartment.FILE, Compartment.MEDICAL, Compartment.PRIVILEGED)


def found(database: Database, case: int, held: dict[Compartment, list[Holder]]) -> None:
    with database.transaction() as db:
        rooms.found_case(db, case)
        for room, holders in held.items():
            rooms.build(db, case, room, to=[pairs.current(db, one.kind, one.id) for one in holders])


def shut_out(database: Database, case: int, *holders: Holder) -> dict[int, set[tuple[Compartment, int]]]:
    with database.transaction() as db:
        return ending.shut_out(db, case, {one.id for one in holders})


def epochs(database: Database, case: int) -> dict[str, int]:
    with database.reading() as db:
        query = select(CompartmentRow.name, CompartmentRow.epoch).where(CompartmentRow.case_id == case)
        return {row.name: row.epoch for row in db.execute(query)}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.sets(st.sampled_from(ROOMS)), min_size=1, max_size=5),
    st.lists(st.sets(st.integers(0, 4)), min_size=1, max_size=3),
)
def test_nobody_who_went_reads_and_everybody_who_stayed_does(
    database: Database, holds: list[set[Compartment]], turns: list[set[int]]
) -> None:
    case, people = new_id(), [person(database) for _ in holds]
    found(database, case, {room: [people[i] for i, own in enumerate(holds) if room in own] for room in ROOMS})
    left = dict(enumerate(holds))
    expected = {room.value: 1 for room in ROOMS}
    for turn in turns:
        going = {i for i in turn if i in left}
        lost = shut_out(database, case, *(people[i] for i in going))
        assert lost == {people[i].id: {(room, 0) for room in left[i]} for i in going if left[i]}
        for room in set().union(*(left[i] for i in going)):
            expected[room.value] += 1
        for i in going:
            del left[i]
        for i, one in enumerate(people):
            assert {room for room in ROOMS if opens(database, one, case, room)} == left.get(i, set())
    assert epochs(database, case) == expected


def test_what_is_written_afterwards_is_for_those_who_stayed(database: Database, keys: Vault) -> None:
    stays, *going = [person(database) for _ in range(4)]
    reporter = Holder(HolderKind.REPORTER, new_id(), 1, vault.hpke.new_private())
    with database.transaction() as db:
        pairs.publish(db, reporter.kind, reporter.id, vault.hpke.public_of(reporter.private))
    found(database, 7, {Compartment.FILE: [stays, *going, reporter]})
    with database.reading() as db:
        early = rooms.enter(db, going[0], 7, Compartment.FILE)
    shut_out(database, 7, *going)
    with database.transaction() as db:
        dropped = rooms.drop(db, 7, Compartment.FILE, 0, Note.text, 5, "from now on")
    with database.reading() as db:
        for one in (stays, reporter):
            assert rooms.enter(db, one, 7, Compartment.FILE).open(Note.text, 5, dropped) == "from now on"
    assert early.keys.keys() == {1}
    assert keys.journal is not None
    said = [entry.ids for entry in journal.read(keys, keys.journal) if entry.kind == "seal-removed"]
    assert {(line["holder"], line["epoch"]) for line in said} == {(one.id, 2) for one in going}


def test_a_backup_from_before_loses_them_all_though_they_share_an_epoch(database: Database, keys: Vault) -> None:
    stays, *going = [person(database) for _ in range(4)]
    held = {room: [stays, *going] for room in ROOMS}
    found(database, 7, held)
    with database.reading() as db:
        seals = [{c.key: getattr(one, c.key) for c in Seal.__table__.columns} for one in db.scalars(select(Seal))]
    shut_out(database, 7, *going)
    assert keys.journal is not None
    lines = [entry.ids for entry in journal.read(keys, keys.journal) if entry.kind == "seal-removed"]
    with database.transaction() as db:  # as it was before: the seals, and the epochs that they are of
        db.query(Seal).delete()
        db.query(CompartmentRow).update({"epoch": 1})
        db.query(Epoch).where(Epoch.epoch == 2).delete()
        db.query(PublicKey).where(PublicKey.kind == "dropbox", PublicKey.epoch == 2).delete()
        db.add_all(Seal(**one) for one in seals)
    assert opens(database, going[2], 7)
    with database.transaction() as db:
        assert all(again.seal_removed(db, ids) for ids in lines)
    with database.transaction() as db:  # a second time there is nothing to do
        assert not any(again.seal_removed(db, ids) for ids in lines)
    assert all(opens(database, stays, 7, room) for room in ROOMS)
    assert not any(opens(database, one, 7, room) for one in going for room in ROOMS)
    assert set(epochs(database, 7).values()) == {2}


def test_the_number_of_statements_does_not_grow_with_the_people(database: Database) -> None:
    stays, *going = [person(database) for _ in range(9)]
    for case in (1, 2):
        found(database, case, {Compartment.FILE: [stays, *going]})
    few = _statements(database, lambda: shut_out(database, 1, *going[:2]))
    assert _statements(database, lambda: shut_out(database, 2, *going)) == few
