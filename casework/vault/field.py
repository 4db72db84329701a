"""The server's tier: what must be acted on with nobody signed in. Under `field`, and under `S` where a case has it."""

import hmac
from collections.abc import Callable
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy.orm import InstrumentedAttribute, Session

from . import blob, core
from . import secrets as case_secrets
from .binding import bind, numbers, place
from .core import Vault


def seal(db: Session, column: InstrumentedAttribute[Any], row_id: int, text: str, *, case: int | None = None) -> bytes:
    """Seal a text for one column of one row. With `case`, destroying that case destroys it."""
    vault = core.of(db)
    version = vault.keyring.version
    return blob.seal(_key(db, version, case), version, _context(vault, column, row_id, case), text.encode())


def open_(
    db: Session, column: InstrumentedAttribute[Any], row_id: int, sealed: bytes, *, case: int | None = None
) -> str:
    """The text; Unreadable when it is of another column, row or case, or was changed."""
    vault = core.of(db)
    key = _key(db, blob.key_id_of(sealed), case)
    return blob.open_(key, _context(vault, column, row_id, case), sealed).decode()


def opener(db: Session, column: InstrumentedAttribute[Any]) -> Callable[[int, bytes], str]:
    """Opens many values of one column that are under no case, by row: what they share is made ready once."""
    vault, ciphers = core.of(db), dict[bytes, AESGCM]()
    begin, end = bind("field", vault.instance, *place(column)), numbers(0)

    def open_one(row_id: int, sealed: bytes) -> str:
        cipher = ciphers.get(sealed[:4])  # format, algorithm and key
        if cipher is None:
            cipher = ciphers[sealed[:4]] = AESGCM(_key(db, blob.key_id_of(sealed), None))
        return blob.open_known(cipher, begin + numbers(row_id) + end, sealed).decode()

    return open_one


def index(db: Session, label: str, text: str) -> bytes:
    """A tag for equality only, 32 bytes: the same text gives the same tag, and nothing else can be told from it."""
    vault = core.of(db)
    normal = " ".join(text.split()).casefold()
    return hmac.digest(vault.subkey("index"), bind("index", vault.instance, label, normal), "sha256")


def _key(db: Session, version: int, case: int | None) -> bytes:
    base = core.of(db).subkey("field", version)
    if case is None:
        return base
    return blob.derive(base + case_secrets.of_case(db, case), bind("field-of-case", case))


def _context(vault: Vault, column: InstrumentedAttribute[Any], row_id: int, case: int | None) -> bytes:
    return bind("field", vault.instance, *place(column), row_id, case or 0)
