"""One-time links: 128 bits, known to the database by a tag alone. Looking uses nothing up."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from casework import vault

from .models import OneTimeLink

LASTS = timedelta(hours=24)


class Purpose(StrEnum):
    ENROL = "enrol"
    RESET = "reset"
    OBJECT = "object"


def make(
    db: Session, purpose: Purpose, person_id: int, now: datetime, *, lasts: timedelta = LASTS, alone: bool = True
) -> str:
    """A new link's token; earlier links of the same purpose end with it where it is to stand `alone`."""
    if alone:
        end(db, purpose, person_id)
    token = vault.receipts.new_token()
    lookup = vault.receipts.token_lookup(vault.of(db), token)
    db.add(OneTimeLink(lookup=lookup, purpose=purpose.value, person_id=person_id, expires_at=now + lasts))
    db.flush()
    return token


def look(db: Session, purpose: Purpose, token: str, now: datetime) -> OneTimeLink | None:
    """The link, while it can be used."""
    lookup = vault.receipts.token_lookup(vault.of(db), token)
    row = db.scalar(select(OneTimeLink).where(OneTimeLink.lookup == lookup, OneTimeLink.purpose == purpose.value))
    return row if row is not None and row.used_at is None and now < row.expires_at else None


def known(db: Session, purpose: Purpose, token: str) -> int | None:
    """Whose link this is or was, used up or run out."""
    lookup = vault.receipts.token_lookup(vault.of(db), token)
    whose = select(OneTimeLink.person_id).where(OneTimeLink.lookup == lookup, OneTimeLink.purpose == purpose.value)
    return db.scalar(whose)


def use(db: Session, link: OneTimeLink, now: datetime) -> bool:
    """True for the one who comes first."""
    unused = (OneTimeLink.lookup == link.lookup, OneTimeLink.used_at.is_(None), OneTimeLink.expires_at > now)
    taken = db.execute(update(OneTimeLink).where(*unused).values(used_at=now).returning(OneTimeLink.lookup))
    return taken.first() is not None


def use_all(db: Session, purpose: Purpose, person_id: int, now: datetime) -> None:
    """One was used: the others of its sort are as good as used."""
    same = (OneTimeLink.person_id == person_id, OneTimeLink.purpose == purpose.value, OneTimeLink.used_at.is_(None))
    db.execute(update(OneTimeLink).where(*same).values(used_at=now))


def end(db: Session, purpose: Purpose, person_id: int) -> None:
    db.execute(delete(OneTimeLink).where(OneTimeLink.person_id == person_id, OneTimeLink.purpose == purpose.value))


def end_all(db: Session, person_id: int) -> None:
    """No link of somebody's opens anything any more."""
    db.execute(delete(OneTimeLink).where(OneTimeLink.person_id == person_id))


def open_until(db: Session, purpose: Purpose, person_id: int, now: datetime) -> datetime | None:
    """Until when somebody's unused link lasts."""
    return db.scalar(
        select(OneTimeLink.expires_at).where(
            OneTimeLink.person_id == person_id,
            OneTimeLink.purpose == purpose.value,
            OneTimeLink.used_at.is_(None),
            OneTimeLink.expires_at > now,
        )
    )
