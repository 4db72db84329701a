"""The leaver, found by their code or their link, for as long as either works."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import vault
from casework.exits.models import Exit, ExitGuest
from casework.vault import Unreadable
from casework.vault.receipts import Receipt


@dataclass(frozen=True, slots=True)
class Found:
    """`private`: their half, which opens their draft and nothing else."""

    guest: ExitGuest
    exit: Exit
    private: bytes = field(repr=False)


def by_code(db: Session, code: Receipt, now: datetime) -> Found | None:
    """`code`: derived outside the transaction, as a receipt is."""
    row = _alive(db, now, ExitGuest.by_code == code.lookup)
    return Found(*row, code.private) if row else None


def by_link(db: Session, token: str, now: datetime) -> Found | None:
    """Looking uses nothing up; it works until it has run out or its answers are in."""
    known = vault.of(db)
    row = _alive(db, now, ExitGuest.by_link == vault.receipts.token_lookup(known, token))
    if row is None or row[0].wrapped is None:
        return None
    try:
        return Found(*row, vault.receipts.open_by_token(known, token, (row[0].id, 1), row[0].wrapped))
    except Unreadable:
        return None


def by_id(db: Session, guest_id: int, now: datetime) -> tuple[ExitGuest, Exit] | None:
    """Of somebody who came in and stays: `people.guests` knows their key."""
    return _alive(db, now, ExitGuest.id == guest_id)


def _alive(db: Session, now: datetime, which: object) -> tuple[ExitGuest, Exit] | None:
    query = select(ExitGuest, Exit).join(Exit, Exit.id == ExitGuest.exit_id)
    row = db.execute(query.where(which, ExitGuest.ends_at > now)).one_or_none()  # type: ignore[arg-type]
    return (row[0], row[1]) if row is not None else None
