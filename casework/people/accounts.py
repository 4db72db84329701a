"""Accounts: made for somebody, found by their address, suspended and restored."""

import unicodedata
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import vault
from casework.db import new_id

from . import links, noted, sessions
from .links import Purpose
from .models import Person


class Taken(Exception):
    """There is an account with this address already."""


def make(db: Session, *, name: str, email: str, duty: str = "", by: int, now: datetime, zone: str = "") -> Person:
    """A new account, which nobody can sign in to before they enrol. Taken when there is one with this address."""
    if by_email(db, email) is not None:
        raise Taken
    id_ = new_id()
    person = Person(
        id=id_,
        name=" ".join(name.split()),
        duty=duty,
        email=vault.field.seal(db, Person.email, id_, email.strip()),
        email_index=email_index(db, email),
        zone=zone,
        created_at=now,
        created_by=by,
    )
    db.add(person)
    db.flush()
    return person


def invite(db: Session, person: Person, now: datetime) -> str:
    """A link to enrol with, good for a day. Earlier ones end."""
    return links.make(db, Purpose.ENROL, person.id, now)


def by_email(db: Session, email: str) -> Person | None:
    return db.scalar(select(Person).where(Person.email_index == email_index(db, email)))


def email_index(db: Session, email: str) -> bytes:
    """Equality only, whatever the letters' case and form."""
    return vault.field.index(db, "person e-mail", plainest(email))


def plainest(email: str) -> str:
    """One spelling of an address for all that look alike to a machine: what is counted is what is found."""
    return unicodedata.normalize("NFKC", email)


def rename(db: Session, person: Person, email: str) -> None:
    """Another address for somebody who has not enrolled yet, and has proved nothing by the old one."""
    person.email, person.email_index = (
        vault.field.seal(db, Person.email, person.id, email.strip()),
        email_index(db, email),
    )
    links.end_all(db, person.id)
    db.flush()


def email_of(db: Session, person: Person) -> str:
    return vault.field.open_(db, Person.email, person.id, person.email)


def suspend(db: Session, person: Person) -> None:
    """At once: no session goes on, none begins, no link lets them in again, nothing new is sealed to them."""
    _shut(db, person, "suspended")


def leave(db: Session, person: Person) -> None:
    """The same, for who is not expected back."""
    _shut(db, person, "left")


def _shut(db: Session, person: Person, state: str) -> None:
    person.state = state
    noted.standing(db, person)
    sessions.end_all(db, person.id)
    links.end_all(db, person.id)


def restore(db: Session, person: Person, *, anew: bool = False) -> None:
    """They may sign in again, and are admitted as they were; `anew`: only once they have enrolled with another key."""
    person.state = "active" if person.generation and not anew else "invited"
    noted.standing(db, person)
