"""A case whose readers are suspended, or enrolled anew, is as unattended as one whose readers are gone."""

from sqlalchemy import select, update

from casework.access import attendance
from casework.audit import Tag, verify
from casework.audit.models import TrailEntry
from casework.cases.models import Case
from casework.cases.queries import unattended
from casework.people import accounts
from casework.people.models import Person
from tests.cast import Cast


def suspend(cast: Cast, name: str) -> None:
    with cast.database.transaction() as db:
        accounts.suspend(db, db.get_one(Person, cast[name].id))
        attendance.of_person(db, cast[name].id)


def restore(cast: Cast, name: str) -> None:
    with cast.database.transaction() as db:
        accounts.restore(db, db.get_one(Person, cast[name].id))
        attendance.of_person(db, cast[name].id)


def seen_by(cast: Cast, name: str) -> list[str]:
    with cast.database.reading() as db:
        return [case.number for case in unattended.cases(db, cast[name])]


def test_the_last_who_can_sign_in_leaves_it_unattended_until_somebody_is_back(cast: Cast) -> None:
    suspend(cast, "specialist")
    assert seen_by(cast, "alternate") == []
    suspend(cast, "lead")
    assert seen_by(cast, "alternate") == [cast.number]
    assert seen_by(cast, "party") == [], "a wall keeps them from that too"
    with cast.database.reading() as db:
        tags = db.scalars(select(TrailEntry.tag).where(TrailEntry.chain == cast.case_id)).all()
        assert tags.count(Tag.CASE_UNATTENDED.value) == 1
        assert verify(db) == []
    restore(cast, "specialist")
    assert seen_by(cast, "alternate") == []


def test_a_reader_who_enrolled_anew_reads_nothing_of_before(cast: Cast) -> None:
    suspend(cast, "specialist")
    with cast.database.transaction() as db:
        db.execute(update(Person).where(Person.id == cast["lead"].id).values(generation=2))
        attendance.of_person(db, cast["lead"].id)
    with cast.database.reading() as db:
        assert db.get_one(Case, cast.case_id).unattended_at is not None
