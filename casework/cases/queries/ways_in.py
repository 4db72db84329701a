"""Who stands at the door with a link and a code, and whose stay it is that began so."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.cases.models import PartyGuest
from casework.vault.receipts import Receipt


def by_both(db: Session, both: Receipt, now: datetime) -> PartyGuest | None:
    """`both`: derived of link and code, outside of any transaction. One statement, whatever was wrong."""
    return db.scalar(select(PartyGuest).where(PartyGuest.by_both == both.lookup, PartyGuest.ends_at > now))


def of_guest(db: Session, guest_id: int, now: datetime) -> PartyGuest | None:
    """Of somebody who came in and stays: the way must still be open."""
    row = db.get(PartyGuest, guest_id)
    return row if row is not None and row.ends_at > now else None
