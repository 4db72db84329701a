"""Another e-mail address for somebody. For three days no link to a new password is mailed, and the owner can object."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from casework import vault
from casework.db import new_id

from . import accounts, links, noted, sessions
from .links import Purpose
from .models import AddressChange, OneTimeLink, Person

BLOCKED = timedelta(hours=72)
KEPT = timedelta(days=30)


def change(db: Session, person: Person, email: str, *, by: int, now: datetime) -> str:
    """Every link that is out ends. The token for the objection, to be mailed to the address of before.
    accounts.Taken when somebody else has the new one."""
    holder = accounts.by_email(db, email)
    if holder is not None and holder.id != person.id:
        raise accounts.Taken
    _end_links(db, person.id, but=Purpose.OBJECT)
    token = links.make(db, Purpose.OBJECT, person.id, now, lasts=BLOCKED, alone=False)
    id_, known = new_id(), vault.of(db)
    db.execute(delete(AddressChange).where(AddressChange.at <= now - KEPT))
    db.add(
        AddressChange(
            id=id_,
            person_id=person.id,
            before=vault.field.seal(db, AddressChange.before, id_, accounts.email_of(db, person)),
            by=by,
            at=now,
            objection=vault.receipts.token_lookup(known, token),
        )
    )
    _write(db, person, email)
    noted.address(db, person.id, now)
    return token


def of_objection(db: Session, token: str) -> AddressChange | None:
    lookup = vault.receipts.token_lookup(vault.of(db), token)
    return db.scalar(select(AddressChange).where(AddressChange.objection == lookup))


def before(db: Session, row: AddressChange) -> str:
    return vault.field.open_(db, AddressChange.before, row.id, row.before)


def undo(db: Session, person: Person, row: AddressChange, now: datetime) -> None:
    """The address of before counts again; whoever sits in the account is out, and no link of theirs opens anything."""
    row.undone_at = now
    _write(db, person, before(db, row))
    noted.address(db, person.id, now)
    sessions.end_all(db, person.id)
    links.end_all(db, person.id)


def blocked_until(db: Session, person_id: int, now: datetime) -> datetime | None:
    """Until when no link to a new password is mailed."""
    last = func.max(func.coalesce(AddressChange.undone_at, AddressChange.at))
    at = db.scalar(select(last).where(AddressChange.person_id == person_id))
    return at + BLOCKED if at is not None and now < at + BLOCKED else None


def _write(db: Session, person: Person, email: str) -> None:
    person.email = vault.field.seal(db, Person.email, person.id, email.strip())
    person.email_index = accounts.email_index(db, email)
    db.flush()


def _end_links(db: Session, person_id: int, *, but: Purpose) -> None:
    db.execute(delete(OneTimeLink).where(OneTimeLink.person_id == person_id, OneTimeLink.purpose != but.value))
