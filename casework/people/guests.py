"""How somebody without an account stays in: half an hour, by a cookie that is set only when they came in. The database
keeps a hash of it and the private half under it, so that neither alone opens anything."""

import base64
import hashlib
import os
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from casework.db import Database, new_id
from casework.people.models import GuestSession
from casework.vault import Holder, HolderKind, Unreadable, core, hpke, journal, pairs, passwords

from .actor import Actor, ActorKind

IDLE = timedelta(minutes=30)
TOUCH = timedelta(minutes=1)


def actor_of(db: Session, owner_id: int, private: bytes) -> Actor:
    """Receipts are replaced now and then: the newest generation is the one that opens anything."""
    generation = pairs.current(db, HolderKind.REPORTER, owner_id).generation
    return Actor(ActorKind.REPORTER, owner_id, holder=Holder(HolderKind.REPORTER, owner_id, generation, private))


def begin(db: Session, owner_id: int, use: str, private: bytes, now: datetime) -> str:
    """A new stay; the answer is its cookie."""
    cookie, vault = os.urandom(32), core.of(db)
    wrapped = passwords.wrap(vault, passwords.session_key(vault, cookie), (owner_id, 1), _bound(use), private)
    row = GuestSession(
        id=new_id(), cookie_hash=_hash(cookie), guest_id=owner_id, use=use, wrapped=wrapped, ends_at=now + IDLE
    )
    db.add(row)
    return base64.urlsafe_b64encode(cookie).decode()


def find(database: Database, cookie: str, use: str, now: datetime) -> Actor | None:
    """Who is this, with the key that they came in with? None when the stay is over, began for another use, or a newer
    receipt took the place of theirs. Being there lengthens it."""
    raw = _raw(cookie)
    with database.reading() as db:
        query = select(GuestSession).where(GuestSession.cookie_hash == _hash(raw), GuestSession.use == use)
        row = db.scalar(query.where(GuestSession.ends_at > now))
        actor = _opened(db, row, raw) if row is not None else None
    if row is not None and actor is not None and row.ends_at - now < IDLE - TOUCH:
        with database.transaction() as db:
            db.execute(update(GuestSession).where(GuestSession.id == row.id).values(ends_at=now + IDLE))
    return actor


def end(db: Session, cookie: str) -> None:
    """Leaving: nothing of the stay is kept."""
    db.execute(delete(GuestSession).where(GuestSession.cookie_hash == _hash(_raw(cookie))))


def end_all(db: Session, owner_id: int) -> None:
    """Every stay with this owner's key: it is replaced, or opens nothing any more."""
    db.execute(delete(GuestSession).where(GuestSession.guest_id == owner_id))


def replaced(db: Session, owner_id: int, lookup: bytes) -> None:
    """Another receipt, code or link takes the place of the one that `lookup` finds: whoever is in with it is out, and a
    backup of before, put back, does not know it either."""
    journal.note(db, "receipt-ended", party=owner_id, was=hashlib.sha256(lookup).hexdigest())
    end_all(db, owner_id)


def sweep(db: Session, now: datetime) -> None:
    """Stays that are over."""
    db.execute(delete(GuestSession).where(GuestSession.ends_at <= now))


def _opened(db: Session, row: GuestSession, cookie: bytes) -> Actor | None:
    vault = core.of(db)
    try:
        key = passwords.session_key(vault, cookie)
        private = passwords.unwrap(vault, key, (row.guest_id, 1), _bound(row.use), row.wrapped)
    except Unreadable:
        return None
    try:
        current = pairs.current(db, HolderKind.REPORTER, row.guest_id)
    except (LookupError, Unreadable):
        return None
    if hpke.public_of(private) != current.key:
        return None
    holder = Holder(HolderKind.REPORTER, row.guest_id, current.generation, private)
    return Actor(ActorKind.REPORTER, row.guest_id, holder=holder)


def _bound(use: str) -> str:
    return f"guest session {use}"


def _raw(cookie: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(cookie.encode("ascii"))
    except ValueError:
        return b""


def _hash(cookie: bytes) -> bytes:
    return hashlib.sha256(cookie).digest()
