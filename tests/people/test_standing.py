"""Who something may be sealed to: nobody whose key was rolled back, and nobody else is held up by that."""

from casework.db import Database
from casework.people import Role, admissions, enrolment
from casework.people.models import Person
from casework.people.standing import standing
from casework.vault import Vault
from tests.people.staff import NOW, PASSWORD, enrolled


def test_a_generation_rolled_back_in_the_database_is_not_able(database: Database, keys: Vault) -> None:
    mara, tom = enrolled(database, "Mara", Role.SPECIALIST), enrolled(database, "Tom", Role.SPECIALIST)
    made = enrolment.prepare(keys, PASSWORD)
    with database.transaction() as db:
        person = db.get_one(Person, mara.id)
        enrolment.confirm(db, person, enrolment.begin(db, person, made, NOW), made.private, NOW)
        admissions.admit(db, mara.id, 2, by=tom.id, now=NOW)
    with database.reading() as db:
        assert {id_ for id_, who in standing(db).items() if who.able} == {mara.id, tom.id}
    with database.transaction() as db:
        db.get_one(Person, mara.id).generation = 1
    with database.reading() as db:
        assert {id_ for id_, who in standing(db).items() if who.able} == {tom.id}
