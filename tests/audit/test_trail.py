"""The trail: every entry leans on the one before it, and whoever changes one is found out."""

import threading

import pytest
from sqlalchemy import delete, select, update

from casework.audit import SENTENCES, TAGS, HouseTag, Tag, head, tag_of, trail, verify
from casework.audit.models import TrailEntry, TrailHead
from casework.db import Database
from casework.people import SYSTEM, Actor, ActorKind

MARA = Actor(ActorKind.PERSON, 11, "Mara")
TOMAS = Actor(ActorKind.PERSON, 12, "Tomas")


@pytest.fixture
def written(database: Database) -> Database:
    for number in range(3):
        with database.transaction() as db:
            trail.record(db, MARA, Tag.NOTE_ADDED, 7, note=number)
            trail.record(db, SYSTEM, HouseTag.SETTING_CHANGED)
    with database.transaction() as db:
        trail.record(db, TOMAS, Tag.CASE_READ, 8)
    return database


def faults(database: Database) -> set[tuple[int, int, str]]:
    with database.reading() as db:
        return {(fault.chain, fault.seq, fault.what) for fault in verify(db)}


def test_as_written_it_holds(written: Database) -> None:
    assert faults(written) == set()
    with written.reading() as db:
        assert {h.chain: h.seq for h in db.scalars(select(TrailHead))} == {7: 3, 8: 1, trail.GLOBAL: 3}


@pytest.mark.parametrize("change", ["actor_id", "tag", "ids", "at", "chain"])
def test_a_changed_entry_is_found(written: Database, change: str) -> None:
    with written.transaction() as db:
        entry = db.scalars(select(TrailEntry).where(TrailEntry.chain == 7, TrailEntry.seq == 2)).one()
        other = db.scalars(select(TrailEntry).where(TrailEntry.chain == 8)).one()
        value = 9 if change == "chain" else getattr(other, change) if change != "at" else other.at.replace(year=2001)
        db.execute(update(TrailEntry).where(TrailEntry.id == entry.id).values({change: value}))
    assert faults(written)


def test_an_entry_taken_out_of_the_middle_is_missed(written: Database) -> None:
    with written.transaction() as db:
        db.execute(delete(TrailEntry).where(TrailEntry.chain == 7, TrailEntry.seq == 2))
    assert (7, 2, "missing") in faults(written)


def test_a_chain_cut_at_its_end_does_not_fit_its_head(written: Database) -> None:
    with written.transaction() as db:
        db.execute(delete(TrailEntry).where(TrailEntry.chain == 7, TrailEntry.seq == 3))
    assert faults(written) == {(7, 2, "does not end where its head says")}


def test_a_chain_and_its_head_cut_together_change_what_was_written_down_elsewhere(written: Database) -> None:
    with written.reading() as db:
        noted = head(db)
    with written.transaction() as db:
        db.execute(delete(TrailEntry).where(TrailEntry.chain == 8))
        db.execute(delete(TrailHead).where(TrailHead.chain == 8))
    with written.reading() as db:
        assert head(db) != noted


def test_an_entry_that_somebody_put_in_is_found(written: Database) -> None:
    with written.transaction() as db:
        last = db.scalars(select(TrailEntry).where(TrailEntry.chain == 8)).one()
        made_up = {c.key: getattr(last, c.key) for c in TrailEntry.__table__.columns} | {"id": 1, "seq": 2}
        db.add(TrailEntry(**made_up))
        db.execute(update(TrailHead).where(TrailHead.chain == 8).values(seq=2))
    assert (8, 2, "changed") in faults(written)


def test_what_is_rolled_back_leaves_no_entry(written: Database) -> None:
    with pytest.raises(ZeroDivisionError), written.transaction() as db:
        trail.record(db, MARA, Tag.CASE_CLOSED, 7)
        _ = 1 / 0
    assert faults(written) == set()


def test_a_reading_is_written_once_in_ten_minutes_for_each_reader_and_case(written: Database) -> None:
    for _ in range(2):
        for who in (MARA, TOMAS):
            trail.read_once(written, who, 7)
    with written.reading() as db:
        found = db.scalars(select(TrailEntry.actor_id).where(TrailEntry.tag == "case:read", TrailEntry.chain == 7))
        assert sorted(found) == [11, 12]


def test_a_denied_number_is_written_as_asked(written: Database) -> None:
    trail.denied(written, MARA, "ER-2026-000001")
    with written.reading() as db:
        entry = db.scalars(select(TrailEntry).order_by(TrailEntry.chain, TrailEntry.seq.desc())).first()
        assert entry is not None
        assert (entry.chain, entry.tag, entry.ids) == (trail.GLOBAL, "case:denied", '{"asked":"ER-2026-000001"}')


def test_many_writers_at_once_leave_one_chain(written: Database) -> None:
    def work(who: int) -> None:
        for case in (7, 8):
            with written.transaction() as db:
                trail.record(db, Actor(ActorKind.PERSON, who), Tag.NOTE_ADDED, case)
                trail.record(db, Actor(ActorKind.PERSON, who), HouseTag.SIGNED_IN)
                trail.record(db, Actor(ActorKind.PERSON, who), Tag.NOTE_ADDED, 15 - case)

    threads = [threading.Thread(target=work, args=(who,)) for who in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults(written) == set()
    with written.reading() as db:
        assert {h.chain: h.seq for h in db.scalars(select(TrailHead))} == {7: 15, 8: 13, trail.GLOBAL: 15}


def test_every_tag_has_its_sentence() -> None:
    assert set(SENTENCES) == TAGS
    assert len(set(SENTENCES.values())) == len(TAGS) == len(Tag) + len(HouseTag)
    assert [tag for tag in TAGS if tag_of(tag.value) is not tag] == []
