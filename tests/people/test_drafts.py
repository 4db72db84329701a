"""A text that comes after its session ended is kept a day, for its writer alone."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from casework.db import Database
from casework.people import Role, accounts, drafts, sessions
from casework.people.models import Draft, Person

from .staff import NOW, Colleague, enrolled

LATE = NOW + timedelta(minutes=45)
TEXT = {"text": ["A long note about the canteen"], "password": ["never this"], "nonce": ["n"]}


@pytest.fixture
def mara(database: Database) -> Colleague:
    return enrolled(database, "Mara", Role.SPECIALIST)


def begin(database: Database, who: Colleague) -> str:
    with database.transaction() as db:
        return sessions.start(db, db.get_one(Person, who.id), who.private, full=True, device="", now=NOW)


def test_a_late_text_is_kept_and_opened_again(database: Database, mara: Colleague) -> None:
    assert drafts.keep(database, begin(database, mara), "/cases/ER-1/notes", TEXT, LATE)
    with database.reading() as db:
        [kept] = drafts.of(db, mara.holder, LATE)
        assert (kept.path, kept.fields) == ("/cases/ER-1/notes", {"text": TEXT["text"], "nonce": ["n"]})
        assert b"canteen" not in db.scalars(select(Draft.written)).one()
        assert drafts.of(db, enrolled(database, "Tom").holder, LATE) == []
        assert drafts.of(db, mara.holder, LATE + timedelta(hours=24)) == []


def test_even_when_the_session_was_looked_for_already(database: Database, mara: Colleague) -> None:
    cookie = begin(database, mara)
    assert sessions.find(database, cookie, LATE) is None
    assert drafts.keep(database, cookie, "/x", TEXT, LATE)


def test_a_text_that_came_while_they_had_to_say_again_who_they_are_is_kept(database: Database, mara: Colleague) -> None:
    assert drafts.keep(database, begin(database, mara), "/x", TEXT, NOW)


def test_nothing_is_kept_for_a_stranger_nor_of_a_session_long_over(database: Database, mara: Colleague) -> None:
    cookie = begin(database, mara)
    assert not drafts.keep(database, "A" * 43, "/x", TEXT, LATE)
    assert not drafts.keep(database, cookie, "/x", {"text": ["  "]}, LATE)
    assert not drafts.keep(database, cookie, "/x", TEXT, LATE + timedelta(hours=25))
    with database.transaction() as db:
        accounts.suspend(db, db.get_one(Person, mara.id))
    assert not drafts.keep(database, cookie, "/x", TEXT, LATE)


def test_only_their_writer_drops_them_and_time_does(database: Database, mara: Colleague) -> None:
    drafts.keep(database, begin(database, mara), "/x", TEXT, LATE)
    with database.transaction() as db:
        draft = db.scalars(select(Draft.id)).one()
        drafts.drop(db, mara.id + 1, draft)
        drafts.sweep(db, LATE + timedelta(hours=23))
        assert db.get(Draft, draft) is not None
        drafts.sweep(db, LATE + timedelta(hours=24))
        db.expire_all()
        assert db.get(Draft, draft) is None
