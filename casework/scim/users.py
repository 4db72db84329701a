"""/Users: our accounts as the directory keeps them. It makes, names, ends and brings back; it opens none."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from scim2_models import (
    Email,
    EnterpriseUser,
    GroupMembership,
    InvalidValueException,
    Meta,
    MutabilityException,
    Name,
    NotFoundException,
    UniquenessException,
)
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.access import walls
from casework.audit import HouseTag, trail
from casework.cases.actions import leaving
from casework.people import SYSTEM, accounts, employees, organisation, role_claims
from casework.people.models import Person
from casework.staff.actions import claims

from . import rows
from .asked import Asked
from .described import Account
from .models import ScimUser

ACTIVE = ("active", "invited")
NAME, DUTY = 120, 120
SEEN = Person.id.not_in(select(ScimUser.person_id).where(ScimUser.deleted_at.is_not(None)))
"""Those whom the directory deleted are not there for it."""


def count(db: Session) -> int:
    return db.scalar(select(func.count(Person.id)).where(SEEN)) or 0


def some(db: Session, asked: Asked, *, start: int = 0, beyond: int = 0, most: int) -> list[Any]:
    """In the order of their ids: from the one in place `start` (0 is the first), of those `beyond` an id."""
    query = select(Person).where(SEEN, Person.id > beyond).order_by(Person.id).offset(start).limit(most)
    return _several(db, asked, db.scalars(query).all())


def found(db: Session, asked: Asked, attribute: str, value: str) -> list[Any] | None:
    """What directories ask all day long needs no walk through everybody; None for any other attribute."""
    if attribute == "username":
        named = rows.named(db, value)
        ids = [named] if named is not None else []
    elif attribute == "externalid":
        ids = list(rows.of_external(db, value))
    else:
        return None
    return _several(db, asked, db.scalars(select(Person).where(SEEN, Person.id.in_(ids)).order_by(Person.id)).all())


def _several(db: Session, asked: Asked, people: Sequence[Person]) -> list[Any]:
    known = rows.known(db, [person.id for person in people])
    return [_shown(db, person, known[person.id], asked) for person in people]


def one(db: Session, asked: Asked) -> Person:
    person = db.get(Person, asked.number) if asked.number is not None else None
    if person is None or _hidden(db, person.id):
        raise NotFoundException
    return person


def shown(db: Session, person: Person, asked: Asked) -> Any:
    return _shown(db, person, rows.known(db, [person.id])[person.id], asked)


def _shown(db: Session, person: Person, known: rows.Known, asked: Asked) -> Any:
    row, email = known.row, accounts.email_of(db, person)
    groups = [GroupMembership.model_validate({"value": str(id_), "display": name}) for id_, name in known.groups]
    return Account(
        id=str(person.id),
        external_id=rows.external_of(db, row) if row else None,
        user_name=rows.user_name(db, row) if row else email,
        name=Name(formatted=person.name),
        display_name=person.name,
        title=person.duty or None,
        active=person.state in ACTIVE,
        emails=[Email(value=email, primary=True)],
        groups=groups or None,
        meta=Meta(
            resource_type="User",
            created=person.created_at,
            last_modified=row.changed_at if row else person.created_at,
            location=asked.address("Users", person.id),
        ),
    )


def create(db: Session, asked: Asked, wanted: Any) -> Person:
    """A new account, which nobody can sign in to before their one-time link; or one that was deleted before."""
    email = _email(wanted)
    known = rows.named(db, wanted.user_name)
    person = db.get(Person, known) if known is not None else accounts.by_email(db, email)
    if person is not None and not _hidden(db, person.id):
        raise UniquenessException
    if person is None:
        zone = organisation.read(db).zone
        person = accounts.make(db, name=_name(wanted), email=email, duty="", by=SYSTEM.id, now=asked.now, zone=zone)
        trail.record(db, SYSTEM, HouseTag.PERSON_INVITED, person=person.id, source="scim", token=asked.token)
    write(db, asked, person, wanted)
    return person


def write(db: Session, asked: Asked, person: Person, wanted: Any) -> None:
    """Bring an account to what the directory says, as far as that is the directory's to say."""
    other = rows.named(db, _user_name(wanted))
    if other is not None and other != person.id:
        raise UniquenessException
    _address(db, person, wanted)
    _describe(db, asked, person, wanted)
    rows.keep_user(db, person, _user_name(wanted), _short(wanted.external_id), asked.now)
    _line(db, person, wanted)
    if wanted.active is False:
        leave(db, person, asked.now)
    elif wanted.active is True:
        _come_back(db, person, asked.now)
    db.flush()


def remove(db: Session, asked: Asked, person: Person) -> None:
    """Out at once, and not shown to the directory any more. The account stays, for what they did."""
    row = rows.user(db, person.id) or rows.keep_user(db, person, accounts.email_of(db, person), None, asked.now)
    for group in rows.groups_of(db, person.id):
        rows.set_members(db, group.id, set(rows.members(db, group.id)) - {person.id})
    leave(db, person, asked.now)
    claims.follow(db, person.id, frozenset(), role_claims.SCIM, asked.now)
    row.deleted_at = row.changed_at = asked.now
    db.flush()


def leave(db: Session, person: Person, now: datetime) -> None:
    if person.state in ACTIVE:
        leaving.begin(db, person, leaving.SCIM, by=SYSTEM, now=now)


def _come_back(db: Session, person: Person, now: datetime) -> None:
    """Only whom the directory itself sent away: what a lead or an administrator decided stays."""
    handover = leaving.open_of(db, person.id)
    if person.state == leaving.LEFT and handover is not None and handover.cause == leaving.SCIM:
        leaving.come_back(db, person, by=SYSTEM, now=now)


def _describe(db: Session, asked: Asked, person: Person, wanted: Any) -> None:
    name, duty = _name(wanted), (_short(wanted.title) or "")[:DUTY]
    if (name, duty) != (person.name, person.duty):
        person.name, person.duty = name, duty
        trail.record(db, SYSTEM, HouseTag.PERSON_CHANGED, person=person.id, source="scim", token=asked.token)


def _address(db: Session, person: Person, wanted: Any) -> None:
    """An address that somebody enrolled with is theirs or a lead's to change: whoever has it gets their links."""
    email = _email(wanted)
    if accounts.email_index(db, email) == person.email_index:
        return
    if person.generation:
        raise MutabilityException(detail="Somebody who has enrolled changes their e-mail address here, or a lead does.")
    if accounts.by_email(db, email) is not None:
        raise UniquenessException
    accounts.rename(db, person, email)


def _line(db: Session, person: Person, wanted: Any) -> None:
    """Their line in the employee directory, and the walls that follow."""
    more = wanted[EnterpriseUser]
    number = _short(more.employee_number) if more is not None else None
    if number and employees.number_tag(db, number) != person.employee_index:
        employees.link(db, person, number)
        walls.recompute(db)


def _hidden(db: Session, person_id: int) -> bool:
    row = rows.user(db, person_id)
    return row is not None and row.deleted_at is not None


def _name(wanted: Any) -> str:
    name = wanted.name
    parts = " ".join(filter(None, (name.given_name, name.family_name))) if name is not None else ""
    said = wanted.display_name or (name.formatted if name is not None else "") or parts or wanted.user_name
    return " ".join(str(said).split())[:NAME]


def _email(wanted: Any) -> str:
    known = [one for one in wanted.emails or [] if one.value]
    first = next((one for one in known if one.primary), known[0] if known else None)
    email = str(first.value) if first is not None else _user_name(wanted)
    if "@" not in email or len(email) > rows.LONGEST:
        raise InvalidValueException(detail="An account needs an e-mail address: emails, or a userName that is one.")
    return email


def _user_name(wanted: Any) -> str:
    text = _short(wanted.user_name)
    if not text:
        raise InvalidValueException(detail="userName is required.")
    return text


def _short(text: str | None) -> str | None:
    if text is not None and (len(text) > rows.LONGEST or not text.isprintable()):
        raise InvalidValueException(detail="A value is too long, or holds characters that cannot be kept.")
    return text.strip() or None if text is not None else None
