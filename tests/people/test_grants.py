"""Roles, admission: what the database says counts only under its MAC."""

import logging
from datetime import timedelta

import pytest
from sqlalchemy import insert, select, update

from casework.db import Database, new_id
from casework.people import Role, accounts, grants, sessions
from casework.people.founders import AlreadyFounded, Founder, found
from casework.people.models import Admission, Person, RoleGrant
from casework.people.standing import standing
from casework.vault import HolderKind, Unreadable, pairs
from casework.vault.models import PublicKey

from .staff import NOW, Colleague, enrolled


@pytest.fixture
def tom(database: Database) -> Colleague:
    return enrolled(database, "Tom", Role.SPECIALIST)


def roles(database: Database, who: Colleague) -> frozenset[Role]:
    with database.reading() as db:
        return grants.roles_of(db, who.id)


def test_roles_are_given_once_and_ended(database: Database, tom: Colleague) -> None:
    with database.transaction() as db:
        grants.give(db, tom.id, Role.LEAD, by=1, now=NOW)
        grants.give(db, tom.id, Role.LEAD, by=2, now=NOW + timedelta(days=1))
        assert {grant.role for grant in grants.held(db, tom.id)} == {"specialist", "lead"}
        [old] = [grant for grant in grants.held(db, tom.id) if grant.role == "specialist"]
        grants.end(db, old, by=3, now=NOW)
    assert roles(database, tom) == {Role.LEAD}
    with database.reading() as db:
        assert len(db.scalars(select(RoleGrant)).all()) == 2, "that it was held stays on record"


@pytest.mark.parametrize("change", [{"role": "lead"}, {"given_by": 7}, {"given_at": NOW - timedelta(days=1)}])
def test_a_role_changed_in_the_database_does_not_count(
    database: Database, tom: Colleague, change: dict[str, object], caplog: pytest.LogCaptureFixture
) -> None:
    with database.transaction() as db:
        db.execute(update(RoleGrant).values(**change))
    with caplog.at_level(logging.ERROR):
        assert roles(database, tom) == frozenset()
    assert "changed outside" in caplog.text


def test_nor_does_one_moved_to_somebody_else_or_brought_back(database: Database, tom: Colleague) -> None:
    ada = enrolled(database, "Ada", Role.ADMINISTRATOR)
    with database.transaction() as db:
        mine = db.scalars(select(RoleGrant).where(RoleGrant.person_id == tom.id)).one()
        moved = {column: getattr(mine, column) for column in ("role", "given_by", "given_at", "mac")}
        db.execute(insert(RoleGrant).values(id=new_id(), person_id=ada.id, **moved))
        grants.end(db, mine, by=1, now=NOW)
        db.execute(update(RoleGrant).where(RoleGrant.person_id == tom.id).values(ended_at=None, ended_by=None))
    assert (roles(database, ada), roles(database, tom)) == (frozenset({Role.ADMINISTRATOR}), frozenset())


def test_a_session_carries_no_role_or_admission_that_was_written_in(database: Database) -> None:
    new = enrolled(database, "New", admitted=False)
    with database.transaction() as db:
        cookie = sessions.start(db, db.get_one(Person, new.id), new.private, full=True, device="", now=NOW)
        mac = bytes(32)
        db.add(RoleGrant(person_id=new.id, role="lead", given_by=0, given_at=NOW, mac=mac))
        db.add(Admission(person_id=new.id, generation=1, by=0, at=NOW, mac=mac))
    actor = sessions.find(database, cookie, NOW)
    assert actor is not None
    assert (actor.roles, actor.admitted) == (frozenset(), False)
    with database.reading() as db:
        assert not standing(db)[new.id].able


def test_a_public_key_written_in_is_refused(database: Database, tom: Colleague) -> None:
    with database.transaction() as db:
        db.execute(update(PublicKey).where(PublicKey.owner == tom.id).values(public=bytes(32)))
    with database.reading() as db, pytest.raises(Unreadable):
        pairs.current(db, HolderKind.PERSON, tom.id)


def test_standing_of_everybody_takes_two_statements(database: Database, tom: Colleague) -> None:
    enrolled(database, "Ada", Role.ADMINISTRATOR)
    enrolled(database, "New", Role.LEAD, admitted=False)
    with database.transaction() as db:
        accounts.suspend(db, db.get_one(Person, tom.id))
    with database.reading() as db:
        known = {one.name: (one.able, one.roles) for one in standing(db).values()}
    assert known == {
        "Ada": (True, frozenset({Role.ADMINISTRATOR})),
        "New": (False, frozenset({Role.LEAD})),
        "Tom": (False, frozenset({Role.SPECIALIST})),
    }


def test_the_first_people_are_made_once(database: Database) -> None:
    one = Founder("One Firm", "one@example.org")
    with database.transaction() as db:
        links = found(db, lead=one, administrator=Founder("One Firm", "ONE@example.org"), alternates=[], now=NOW)
        assert len(links) == 1
        assert grants.roles_of(db, db.scalars(select(Person.id)).one()) == {Role.LEAD, Role.ADMINISTRATOR}
        with pytest.raises(AlreadyFounded):
            found(db, lead=one, administrator=one, alternates=[], now=NOW)
