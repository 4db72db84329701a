"""The demonstration's accounts, for its sign-in page."""

from sqlalchemy import select

from casework.db import Database
from casework.people import Role, accounts
from casework.people.models import Person
from casework.people.standing import standing

DOMAIN = "@demo.example"


def listed(database: Database) -> list[tuple[str, str, list[Role]]]:
    """Address, name and roles of each account that the demonstration made."""
    with database.reading() as db:
        known = standing(db)
        found = [(accounts.email_of(db, person), person) for person in db.scalars(select(Person).order_by(Person.name))]
    return [(email, one.name, sorted(known[one.id].roles)) for email, one in found if email.endswith(DOMAIN)]
