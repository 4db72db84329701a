"""Whose link this is, and what they have: looking uses nothing up."""

from dataclasses import dataclass, field
from datetime import datetime

from casework.db import Database
from casework.people import accounts, addresses, codes, links, resets
from casework.people.links import Purpose
from casework.people.models import Person


@dataclass(frozen=True, slots=True)
class Whose:
    """`secret` and `kept`: of a new phone, and how the form carries it."""

    name: str
    email: str
    expires_at: datetime
    secret: bytes = field(default=b"", repr=False)
    kept: str = field(default="", repr=False)


def whose(database: Database, token: str, now: datetime, *, phone: bool = False, kept: str = "") -> Whose | None:
    """Of a link to a new password that counts. With `phone`, a secret for a new one: what the form carried, or anew."""
    with database.reading() as db:
        if (link := links.look(db, Purpose.RESET, token, now)) is None:
            return None
        person = db.get_one(Person, link.person_id)
        credential = resets.credential(db, person)
        if credential is None or not resets.can(db, person, now):
            return None
        secret = b""
        if phone:
            secret = (codes.opened(db, credential, kept) if kept else None) or codes.new_secret()
            kept = codes.seal(db, credential, secret).hex()
        return Whose(person.name, accounts.email_of(db, person), link.expires_at, secret, kept)


def objection(database: Database, token: str, now: datetime) -> str | None:
    """The address that would count again."""
    with database.reading() as db:
        row = addresses.of_objection(db, token) if links.look(db, Purpose.OBJECT, token, now) else None
        return addresses.before(db, row) if row is not None else None
