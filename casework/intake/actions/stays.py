"""Whose dialogue it is that somebody came back to, and the actor that they act as."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.cases.models import Party, PartyGuest
from casework.cases.queries import ways_in
from casework.db import Database, utc_now
from casework.people import Actor, guests
from casework.vault.receipts import Receipt

USE = "report"


@dataclass(frozen=True, slots=True)
class Stay:
    """Somebody who came back: the party they are, and the actor that they act as. `by_link`: not with a receipt, but
    by a link and its code."""

    party_id: int
    case_id: int
    actor: Actor
    by_link: bool = False


def actor_of(db: Session, party: Party, private: bytes) -> Actor:
    return guests.actor_of(db, party.id, private)


def find_party(db: Session, receipt: Receipt) -> Party | None:
    return db.scalar(select(Party).where(Party.receipt == receipt.lookup))


def begin(db: Session, party: Party, private: bytes, now: datetime) -> str:
    """A new stay; the answer is its cookie."""
    return guests.begin(db, party.id, USE, private, now)


def begin_by_link(db: Session, way: PartyGuest, private: bytes, now: datetime) -> str:
    """The same for who came by link and code: the first time is kept."""
    way.came_at = way.came_at or now
    return guests.begin(db, way.id, USE, private, now)


def find(database: Database, cookie: str, now: datetime) -> Stay | None:
    """Who is this? None when the stay is over, or the case is gone."""
    return of(database, guests.find(database, cookie, USE, now))


def of(database: Database, guest: Actor | None) -> Stay | None:
    """Whose key it is: the party's own, or that of a way in to their dialogue, for as long as it is open."""
    if guest is None:
        return None
    with database.reading() as db:
        if (party := db.get(Party, guest.id)) is not None:
            return Stay(party.id, party.case_id, guest)
        way = ways_in.of_guest(db, guest.id, utc_now())
    return Stay(way.party_id, way.case_id, of_way(way, guest), by_link=True) if way is not None else None


def of_way(way: PartyGuest, guest: Actor) -> Actor:
    """They act as the party; what opens is the key of their way in."""
    return replace(guest, id=way.party_id)
