"""Whose report it is that somebody came back to, and the actor that they act as."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.cases.models import Party
from casework.db import Database
from casework.people import Actor, guests
from casework.vault.receipts import Receipt

USE = "report"


@dataclass(frozen=True, slots=True)
class Stay:
    """Somebody who came back: the party they are, and the actor that they act as."""

    party_id: int
    case_id: int
    actor: Actor


def actor_of(db: Session, party: Party, private: bytes) -> Actor:
    return guests.actor_of(db, party.id, private)


def find_party(db: Session, receipt: Receipt) -> Party | None:
    return db.scalar(select(Party).where(Party.receipt == receipt.lookup))


def begin(db: Session, party: Party, private: bytes, now: datetime) -> str:
    """A new stay; the answer is its cookie."""
    return guests.begin(db, party.id, USE, private, now)


def find(database: Database, cookie: str, now: datetime) -> Stay | None:
    """Who is this? None when the stay is over, or the case is gone."""
    return of(database, guests.find(database, cookie, USE, now))


def of(database: Database, guest: Actor | None) -> Stay | None:
    """The report of a guest."""
    if guest is None:
        return None
    with database.reading() as db:
        party = db.get(Party, guest.id)
    return Stay(party.id, party.case_id, guest) if party is not None else None
