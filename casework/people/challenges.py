"""What a passkey is asked to sign: bound to one use and one session, good for five minutes, and taken once. Nothing is
kept of those that nobody signs."""

import hashlib
import os
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from sqlalchemy.orm import Session

from casework import vault
from casework.db import unless_there
from casework.vault import Unreadable

from .models import FormNonce

LASTS = timedelta(minutes=5)
STEM, MAC = 24, 34
"""Octets: 16 of chance and 8 of time, then the MAC with its key's version."""
_TAKE = unless_there(FormNonce, FormNonce.digest)


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
    connection, digest = db.connection(), hashlib.sha256(challenge).digest()
    return connection.execute(_TAKE.of(connection), {"digest": digest, "taken_at": now}).first() is not None
