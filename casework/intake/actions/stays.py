"""How a reporter stays in after the receipt: half an hour, by a cookie that only now is set. The database keeps a hash
of it and the private half under it, so that neither alone opens anything."""

import base64
import hashlib
import os
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.orm import Session

from casework.cases.models import Party
from casework.db import Database, new_id
from casework.intake.models import ReporterSession
from casework.people import Actor, ActorKind
from casework.vault import Holder, HolderKind, Unreadable, core, hpke, pairs, passwords
from casework.vault.receipts import Receipt

IDLE = timedelta(minutes=30)
TOUCH = timedelta(minutes=1)
USE = "reporter session"

_WHO = select(Party.id).where(Party.receipt == bindparam("receipt"))


@dataclass(frozen=True, slots=True)
class Stay:
    """Somebody who came back: the party they are, and the actor that they act as."""

    party_id: int
    case_id: int
    actor: Actor


def actor_of(db: Session, party: Party, private: bytes) -> Actor:
    """Receipts are replaced now and then: the newest generation is the one that opens anything."""
    generation = pairs.current(db, HolderKind.REPORTER, party.id).generation
    return Actor(ActorKind.REPORTER, party.id, holder=Holder(HolderKind.REPORTER, party.id, generation, private))


def find_party(db: Session, receipt: Receipt) -> Party | None:
    return db.scalar(select(Party).where(Party.receipt == receipt.lookup))


def who(db: Session, receipt: Receipt) -> int | None:
    """Which party reported with it."""
    return db.connection().execute(_WHO, {"receipt": receipt.lookup}).scalar()


def begin(db: Session, party: Party, private: bytes, now: datetime) -> str:
    """A new stay; the answer is its cookie."""
    cookie, vault = os.urandom(32), core.of(db)
    wrapped = passwords.wrap(vault, passwords.session_key(vault, cookie), (party.id, 1), USE, private)
    row = ReporterSession(cookie_hash=_hash(cookie), party_id=party.id, wrapped=wrapped, ends_at=now + IDLE)
    row.id = new_id()
    db.add(row)
    return base64.urlsafe_b64encode(cookie).decode()


def find(database: Database, cookie: str, now: datetime) -> Stay | None:
    """Who is this? None when the stay is over. Being there lengthens it."""
    raw = _raw(cookie)
    with database.reading() as db:
        query = select(ReporterSession, Party).join(Party, Party.id == ReporterSession.party_id)
        found = db.execute(
            query.where(ReporterSession.cookie_hash == _hash(raw), ReporterSession.ends_at > now)
        ).first()
        if found is None:
            return None
        row, party = found
        vault = core.of(db)
        try:
            private = passwords.unwrap(vault, passwords.session_key(vault, raw), (party.id, 1), USE, row.wrapped)
        except Unreadable:
            return None
        if hpke.public_of(private) != pairs.current(db, HolderKind.REPORTER, party.id).key:
            return None  # a newer receipt took the place of the one that they came in with
        stay = Stay(party.id, party.case_id, actor_of(db, party, private))
    if row.ends_at - now < IDLE - TOUCH:
        with database.transaction() as db:
            db.execute(update(ReporterSession).where(ReporterSession.id == row.id).values(ends_at=now + IDLE))
    return stay


def end(db: Session, cookie: str) -> None:
    """Leaving: nothing of the stay is kept."""
    db.execute(delete(ReporterSession).where(ReporterSession.cookie_hash == _hash(_raw(cookie))))


def _raw(cookie: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(cookie.encode("ascii"))
    except ValueError:
        return b""


def _hash(cookie: bytes) -> bytes:
    return hashlib.sha256(cookie).digest()
