"""What a passkey is asked to sign: bound to one use and one session, good for five minutes, and taken once. Nothing is
kept of those that nobody signs."""

import hashlib
import os
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from casework import vault
from casework.vault import Unreadable

from .models import FormNonce

LASTS = timedelta(minutes=5)
STEM, MAC = 24, 34
"""Octets: 16 of chance and 8 of time, then the MAC with its key's version."""


class Use(StrEnum):
    ADD = "add"
    SECOND_FACTOR = "second factor"
    STEP_UP = "step up"
    SIGN_IN = "sign in"
    OPEN = "open alone"


def make(db: Session, use: Use, whose: str, now: datetime) -> bytes:
    """`whose`: the session, or the browser that has none yet."""
    stem = os.urandom(16) + int((now + LASTS).timestamp()).to_bytes(8, "big")
    return stem + vault.rows.mac(db, "passkey challenge", use.value, whose, stem)


def take(db: Session, challenge: bytes, use: Use, whose: str, now: datetime) -> bool:
    """True the first time that it comes back in time, from where it was made for and for what it was made."""
    stem, mac = challenge[:STEM], challenge[STEM:]
    if len(mac) != MAC or now >= datetime.fromtimestamp(0, UTC) + timedelta(seconds=int.from_bytes(stem[16:], "big")):
        return False
    try:
        vault.rows.check(db, mac, "passkey challenge", use.value, whose, stem)
    except Unreadable:
        return False
    insert = sqlite.insert if db.get_bind().dialect.name == "sqlite" else postgresql.insert
    row = insert(FormNonce).values(digest=hashlib.sha256(challenge).digest(), taken_at=now).on_conflict_do_nothing()
    return db.execute(row.returning(FormNonce.digest)).first() is not None
