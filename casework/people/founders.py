"""The first people of an installation: admitted by having been linked to from its own command line."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from . import accounts, admissions, grants, links
from .models import Person
from .roles import Role


class AlreadyFounded(Exception):
    """There are accounts already: the first people are made once."""


@dataclass(frozen=True, slots=True)
class Founder:
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Invitation:
    """`/enrol/{token}` is the link to hand over."""

    name: str
    role: Role
    token: str = field(repr=False)
    expires_at: datetime


def awaited(db: Session, person: Person) -> bool:
    """A founder who has not enrolled yet: whoever uses their link counts as admitted."""
    return person.generation == 0 and admissions.of(db, person.id, 1) is not None


def link_again(db: Session, email: str, now: datetime) -> str | None:
    """For a founder whose link ran out. None when there is nobody of that address, or they have enrolled."""
    person = accounts.by_email(db, email)
    if person is None or person.state in ("suspended", "left") or not awaited(db, person):
        return None
    return accounts.invite(db, person, now)


def found(
    db: Session, *, lead: Founder, administrator: Founder, alternates: Sequence[Founder], now: datetime
) -> list[Invitation]:
    """Make them with their roles. One address given twice is one person with both roles, and one link."""
    if db.scalar(select(Person.id).limit(1)) is not None:
        raise AlreadyFounded
    first = [(lead, Role.LEAD), (administrator, Role.ADMINISTRATOR), *((one, Role.ALTERNATE) for one in alternates)]
    made: dict[bytes, Invitation] = {}
    for founder, role in first:
        index = accounts.email_index(db, founder.email)
        person = accounts.by_email(db, founder.email) or accounts.make(
            db, name=founder.name, email=founder.email, by=0, now=now
        )
        grants.give(db, person.id, role, by=0, now=now)
        if index not in made:
            admissions.admit(db, person.id, 1, by=0, now=now)  # their first key pair, and no later one
            token = accounts.invite(db, person, now)
            made[index] = Invitation(person.name, role, token, now + links.LASTS)
    return list(made.values())
