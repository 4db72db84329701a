"""Whose hands a key lies in: a private half that the server keeps for somebody who signs in elsewhere, and the rooms
that the organisation seals to no such key."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from . import blob, core, met, rows
from .binding import bind
from .core import Vault
from .models import KeyPolicy
from .words import Compartment, Unreadable

LABEL, ONLY = "server-kept keys", 1
_POLICY = select(KeyPolicy.id, KeyPolicy.barred, KeyPolicy.mac).where(KeyPolicy.id == ONLY)
EVERY = frozenset(Compartment)


def wrap(db: Session, owner: tuple[int, int], private: bytes) -> bytes:
    """A private half under the root's `sso-wrap`. `owner`: person and generation."""
    vault = core.of(db)
    version = vault.keyring.version
    return blob.seal(vault.subkey("sso-wrap", version), version, _context(vault, owner), private)


def unwrap(db: Session, owner: tuple[int, int], wrapped: bytes) -> bytes:
    """Only after whoever asks has proved who they are."""
    vault = core.of(db)
    try:
        return blob.open_(vault.subkey("sso-wrap", blob.key_id_of(wrapped)), _context(vault, owner), wrapped)
    except Unreadable:
        met.note(db, "kept key", owner[0])
        raise


def barred(db: Session) -> frozenset[Compartment]:
    """The rooms that are sealed to nobody whose key the server keeps. A line changed from outside bars all of them."""
    found: frozenset[Compartment] | None = db.info.get(LABEL)
    if found is None:
        row = db.connection().execute(_POLICY).first()
        found = frozenset() if row is None else _read(db, row)
        db.info[LABEL] = found
    return found


def ordered(db: Session) -> frozenset[Compartment]:
    """Those that somebody barred here; none by a line that was changed from outside, for what ends does not return."""
    row = db.get(KeyPolicy, ONLY)
    return barred(db) if row is not None and _is_genuine(db, row) else frozenset()


def bar(db: Session, compartments: Iterable[Compartment]) -> None:
    """Set which; it counts for whatever is sealed from now on."""
    words = ",".join(sorted(compartment.value for compartment in compartments))
    row = db.get(KeyPolicy, ONLY) or KeyPolicy(id=ONLY)
    row.barred, row.mac = words, rows.mac(db, LABEL, words)
    db.add(row)
    db.flush()
    db.info.pop(LABEL, None)


def _read(db: Session, row: Any) -> frozenset[Compartment]:
    if not _is_genuine(db, row):
        return EVERY
    return frozenset(Compartment(word) for word in row.barred.split(",") if word)


def _is_genuine(db: Session, row: Any) -> bool:
    try:
        rows.check(db, row.mac, LABEL, row.barred)
    except Unreadable:
        met.note(db, "key policy", row.id)
        return False
    return True


def _context(vault: Vault, owner: tuple[int, int]) -> bytes:
    return bind("server-kept", vault.instance, *owner)
