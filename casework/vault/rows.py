"""Rows that decide who will be sealed to (roles, routing): each under a MAC, checked whenever it is used."""

import hmac

from sqlalchemy.orm import Session

from . import core
from .binding import bind
from .words import Unreadable


def mac(db: Session, label: str, *parts: str | int | bytes) -> bytes:
    """32 bytes over what the row says, in a fixed order."""
    vault = core.of(db)
    return hmac.digest(vault.subkey("keymac"), bind(f"row/{label}", vault.instance, *parts), "sha256")


def check(db: Session, kept: bytes, label: str, *parts: str | int | bytes) -> None:
    """Unreadable when the row is not as the application wrote it."""
    if not hmac.compare_digest(kept, mac(db, label, *parts)):
        raise Unreadable(f"a row of {label} was changed outside Casework")
