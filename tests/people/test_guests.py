"""A guest stays by a cookie and a row, for one use: neither alone opens anything, and both end in half an hour."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from casework.db import Database
from casework.people import guests
from casework.people.models import GuestSession
from casework.vault import HolderKind, hpke, pairs

from .staff import NOW

OWNER, MINUTE = 77, timedelta(minutes=1)


@pytest.fixture
def private(database: Database) -> bytes:
    """Somebody with a receipt."""
    private = hpke.new_private()
    with database.transaction() as db:
        pairs.publish(db, HolderKind.REPORTER, OWNER, hpke.public_of(private))
    return private


@pytest.fixture
def cookie(database: Database, private: bytes) -> str:
    with database.transaction() as db:
        return guests.begin(db, OWNER, "referral", private, NOW)


def test_who_came_in_is_known_with_their_key_and_for_that_alone(
    database: Database, private: bytes, cookie: str
) -> None:
    guest = guests.find(database, cookie, "referral", NOW)
    assert guest is not None
    assert guest.holder is not None
    assert (guest.id, guest.holder.private, guest.holder.generation) == (OWNER, private, 1)
    for other in ("report", "exit", ""):
        assert guests.find(database, cookie, other, NOW) is None
    other_end = "E=" if cookie.endswith("A=") else "A="
    for planted in ("", "x", "ä" * 43, "A" * 44, cookie[:-2] + other_end):
        assert guests.find(database, planted, "referral", NOW) is None


def test_being_there_lengthens_it_and_half_an_hour_away_ends_it(database: Database, cookie: str) -> None:
    assert guests.find(database, cookie, "referral", NOW + 29 * MINUTE) is not None
    assert guests.find(database, cookie, "referral", NOW + 58 * MINUTE) is not None
    with database.transaction() as db:
        guests.sweep(db, NOW + 87 * MINUTE)
    assert guests.find(database, cookie, "referral", NOW + 88 * MINUTE) is None
    with database.transaction() as db:
        guests.sweep(db, NOW + 88 * MINUTE)
        assert db.scalars(select(GuestSession)).all() == []


def test_a_row_carried_to_another_use_or_owner_opens_nothing(database: Database, private: bytes, cookie: str) -> None:
    with database.transaction() as db:
        db.scalars(select(GuestSession)).one().use = "exit"
    assert guests.find(database, cookie, "exit", NOW) is None
    with database.transaction() as db:
        pairs.publish(db, HolderKind.REPORTER, 78, hpke.public_of(private))
        row = db.scalars(select(GuestSession)).one()
        row.use, row.guest_id = "referral", 78
    assert guests.find(database, cookie, "referral", NOW) is None


def test_leaving_and_a_newer_receipt_end_it(database: Database, private: bytes, cookie: str) -> None:
    with database.transaction() as db:
        other = guests.begin(db, OWNER, "referral", private, NOW)
        guests.end(db, cookie)
    assert guests.find(database, cookie, "referral", NOW) is None
    assert guests.find(database, other, "referral", NOW) is not None
    with database.transaction() as db:
        pairs.publish(db, HolderKind.REPORTER, OWNER, hpke.public_of(hpke.new_private()), generation=2)
    assert guests.find(database, other, "referral", NOW) is None


def test_a_guest_whose_key_is_gone_is_nobody(database: Database, private: bytes) -> None:
    with database.transaction() as db:
        cookie = guests.begin(db, 99, "exit", private, NOW)
    assert guests.find(database, cookie, "exit", NOW) is None
