"""A forgotten password: somebody asks, whoever they are; a link is made for whom it can be made for."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from casework import vault
from casework.db import new_id

from . import accounts, addresses
from .models import Credential, Person, ResetAsked

LASTS = timedelta(hours=1)
AT_ONCE = 50


def ask(db: Session, email: str, now: datetime) -> None:
    """One row, whoever's address it is: what follows from it is nobody's to see here."""
    id_ = new_id()
    db.add(ResetAsked(id=id_, address=vault.field.seal(db, ResetAsked.address, id_, email.strip()), at=now))
    db.flush()


def asked(db: Session) -> Sequence[int]:
    return db.scalars(select(ResetAsked.id).order_by(ResetAsked.at).limit(AT_ONCE)).all()


def take(db: Session, id_: int, now: datetime) -> Person | None:
    """Whose link is to be made. None for nobody's address, for an account that cannot take one now, and when another
    process was faster or an hour has gone by."""
    row = db.execute(
        delete(ResetAsked).where(ResetAsked.id == id_).returning(ResetAsked.address, ResetAsked.at)
    ).one_or_none()
    if row is None or now - row.at >= LASTS:
        return None
    try:
        person = accounts.by_email(db, vault.field.open_(db, ResetAsked.address, id_, row.address))
    except vault.Unreadable:
        return None
    return person if person is not None and can(db, person, now) else None


def can(db: Session, person: Person, now: datetime) -> bool:
    """They have a password, may sign in, and their address has been theirs for three days."""
    return credential(db, person) is not None and addresses.blocked_until(db, person.id, now) is None


def credential(db: Session, person: Person) -> Credential | None:
    """How their key is opened, when they may sign in at all."""
    return db.get(Credential, (person.id, person.generation)) if person.state == "active" else None
