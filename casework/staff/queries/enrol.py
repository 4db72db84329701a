"""Whose link this is: looking uses nothing up."""

from datetime import datetime

from casework.db import Database
from casework.people import accounts, codes, enrolment, links, organisation
from casework.people.links import Purpose
from casework.people.models import Person
from casework.staff.actions.enrol import Invited


def invited(database: Database, token: str, now: datetime) -> Invited | None:
    with database.reading() as db:
        if (link := links.look(db, Purpose.ENROL, token, now)) is None:
            return None
        person = db.get_one(Person, link.person_id)
        begun = enrolment.begun(db, person)
        totp = codes.secret_of(db, begun) if begun is not None else None
        return Invited(person.id, person.name, accounts.email_of(db, person), link.expires_at, totp)


def organisation_name(database: Database) -> str:
    with database.reading() as db:
        return organisation.read(db).organisation or "Casework"
