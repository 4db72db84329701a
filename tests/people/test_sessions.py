"""A session is a cookie and a row: neither alone opens anything, and both end in time."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from casework.db import Database
from casework.people import Actor, Role, accounts, sessions
from casework.people.models import Person, UserSession

from .staff import NOW, Colleague, enrolled

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def mara(database: Database) -> Colleague:
    return enrolled(database, "Mara", Role.SPECIALIST, Role.LEAD)


def begin(database: Database, who: Colleague, *, full: bool = True) -> str:
    with database.transaction() as db:
        return sessions.start(db, db.get_one(Person, who.id), who.private, full=full, device="Firefox", now=NOW)


def row_of(database: Database, who: Colleague) -> UserSession:
    with database.reading() as db:
        return db.scalars(select(UserSession).where(UserSession.person_id == who.id)).one()


def test_a_cookie_finds_its_person_with_key_and_roles(database: Database, mara: Colleague) -> None:
    actor = sessions.find(database, begin(database, mara), NOW)
    assert actor is not None
    assert (actor.id, actor.name, actor.admitted, actor.pending) == (mara.id, "Mara", True, False)
    assert actor.roles == {Role.SPECIALIST, Role.LEAD}
    assert actor.holder == mara.holder


def test_whoever_is_not_admitted_is_found_and_known_as_such(database: Database) -> None:
    new = enrolled(database, "New", Role.SPECIALIST, admitted=False)
    actor = sessions.find(database, begin(database, new), NOW)
    assert actor is not None
    assert not actor.admitted


def test_a_planted_cookie_is_nobody(database: Database, mara: Colleague) -> None:
    begin(database, mara)
    for planted in ("", "x", "ä" * 43, "A" * 43, "A" * 44, "=" * 43, "A" * 42 + "B"):
        assert sessions.find(database, planted, NOW) is None


def test_before_the_second_factor_there_is_no_key_and_no_role(database: Database, mara: Colleague) -> None:
    cookie = begin(database, mara, full=False)
    actor = sessions.find(database, cookie, NOW + 4 * MINUTE)
    assert actor is not None
    assert (actor.pending, actor.holder, actor.roles) == (True, None, frozenset())
    assert sessions.find(database, cookie, NOW + 5 * MINUTE) is None


def test_a_new_cookie_at_the_second_factor_and_the_old_one_is_worth_nothing(
    database: Database, mara: Colleague
) -> None:
    first = begin(database, mara, full=False)
    with database.transaction() as db:
        private = sessions.private_half(db, first)
        second = sessions.rotate(db, row_of(database, mara).id, private, NOW)
    assert sessions.find(database, first, NOW) is None
    actor = sessions.find(database, second, NOW)
    assert isinstance(actor, Actor)
    assert actor.holder == mara.holder
    assert row_of(database, mara).ends_at == NOW + 12 * HOUR


def test_stepping_up_gives_a_new_cookie_too_and_lasts_five_minutes(database: Database, mara: Colleague) -> None:
    first = begin(database, mara)
    with database.transaction() as db:
        second = sessions.rotate(db, row_of(database, mara).id, mara.private, NOW, stepped_up=True)
    assert sessions.find(database, first, NOW) is None
    actor = sessions.find(database, second, NOW)
    assert actor is not None
    assert actor.stepped_up(NOW + 4 * MINUTE)
    assert not actor.stepped_up(NOW + 5 * MINUTE)


def test_half_an_hour_of_nothing_ends_it_and_takes_the_key_out(database: Database, mara: Colleague) -> None:
    cookie = begin(database, mara)
    assert sessions.find(database, cookie, NOW + 29 * MINUTE) is not None
    assert sessions.find(database, cookie, NOW + 58 * MINUTE) is not None
    assert sessions.find(database, cookie, NOW + 88 * MINUTE) is None
    row = row_of(database, mara)
    assert (row.wrapped, row.ended_at) == (None, NOW + 88 * MINUTE)


def test_twelve_hours_end_it_however_busy(database: Database, mara: Colleague) -> None:
    cookie = begin(database, mara)
    for minutes in range(20, 720, 20):
        assert sessions.find(database, cookie, NOW + minutes * MINUTE) is not None
    assert sessions.find(database, cookie, NOW + 12 * HOUR) is None


def test_it_is_touched_once_a_minute_at_most(database: Database, mara: Colleague) -> None:
    cookie = begin(database, mara)
    sessions.find(database, cookie, NOW + timedelta(seconds=59))
    assert row_of(database, mara).seen_at == NOW
    sessions.find(database, cookie, NOW + MINUTE)
    assert row_of(database, mara).seen_at == NOW + MINUTE


def test_the_row_without_the_cookie_opens_nothing(database: Database, mara: Colleague) -> None:
    begin(database, mara)
    other = begin(database, enrolled(database, "Tom"))
    with database.transaction() as db:
        mine = db.scalars(select(UserSession).where(UserSession.person_id == mara.id)).one()
        theirs = db.scalars(select(UserSession).where(UserSession.person_id != mara.id)).one()
        theirs.wrapped, theirs.person_id = mine.wrapped, mara.id
    assert sessions.find(database, other, NOW) is None


def test_suspension_ends_everything_at_once(database: Database, mara: Colleague) -> None:
    cookie = begin(database, mara)
    with database.transaction() as db:
        accounts.suspend(db, db.get_one(Person, mara.id))
    assert sessions.find(database, cookie, NOW) is None


def test_a_state_written_from_outside_ends_it_as_well(database: Database, mara: Colleague) -> None:
    cookie = begin(database, mara)
    with database.transaction() as db:
        db.get_one(Person, mara.id).generation = 2
    assert sessions.find(database, cookie, NOW) is None


def test_own_sessions_are_listed_and_end_one_by_one(database: Database, mara: Colleague) -> None:
    here, there = begin(database, mara), begin(database, mara)
    begin(database, enrolled(database, "Tom"))
    begin(database, mara, full=False)
    actor = sessions.find(database, here, NOW)
    assert actor is not None
    with database.transaction() as db:
        mine = [row.id for row in sessions.own(db, mara.id, NOW)]
        assert len(mine) == 2
        mine.remove(actor.session_id)
        sessions.end(db, mine[0])
    assert sessions.find(database, here, NOW) is not None
    assert sessions.find(database, there, NOW) is None


def test_sweeping_takes_keys_out_of_what_ran_out_and_forgets_it_a_day_later(
    database: Database, mara: Colleague
) -> None:
    begin(database, mara)
    with database.transaction() as db:
        sessions.sweep(db, NOW + HOUR)
    assert row_of(database, mara).wrapped is None
    with database.transaction() as db:
        sessions.sweep(db, NOW + 25 * HOUR)
        assert db.scalar(select(UserSession)) is None
