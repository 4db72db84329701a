"""Rows that decide who will be sealed to (roles, routing): each under a MAC, checked whenever it is used."""

import hmac

from sqlalchemy.orm import Session

from . import core
from .binding import bind
from .words import Unreadable


def mac(db: Session, label: str, *parts: str | int | bytes) -> bytes:
    """Over what the row says, in a fixed order: the version of the key (2 bytes), then 32 bytes."""
    version = core.of(db).keyring.version
    return version.to_bytes(2, "big") + _digest(db, version, label, parts)


def check(db: Session, kept: bytes, label: str, *parts: str | int | bytes) -> None:
    """Unreadable when the row is not as the application wrote it."""
    version = int.from_bytes(kept[:2], "big")
    if not hmac.compare_digest(kept[2:], _digest(db, version, label, parts)):
        raise Unreadable(f"a row of {label} was changed outside Casework")


def _digest(db: Session, version: int, label: str, parts: tuple[str | int | bytes, ...]) -> bytes:
    vault = core.of(db)
    return hmac.digest(vault.subkey("keymac", version), bind(f"row/{label}", vault.instance, *parts), "sha256")
