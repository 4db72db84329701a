"""Against sending twice: each form carries a number that counts once."""

import hashlib
import secrets
from datetime import datetime, timedelta

from litestar.datastructures import FormMultiDict
from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from casework.db import Database, unless_there, utc_now
from casework.people.models import FormNonce

from .typed import Sent

KEPT = timedelta(days=2)
_TAKE = unless_there(FormNonce, FormNonce.digest)
_FORGET = delete(FormNonce).where(FormNonce.digest == bindparam("digest"))
_TAKEN = select(FormNonce.digest).where(FormNonce.digest == bindparam("digest"))


def make() -> str:
    """A number for a form about to be shown."""
    return secrets.token_urlsafe(16)


def of(typed: FormMultiDict, *beside: object) -> str:
    """The number of a form that was sent, together with what it says. The very same once more is a double click; with
    another text in it, or to another address, it is a form of its own: nothing that somebody typed goes without a
    word. `beside`: what came along and is no text."""
    said = sorted((name, str(value)) for name, value in typed.multi_items() if name != "nonce")
    return repr((str(typed.get("nonce") or ""), typed.to if isinstance(typed, Sent) else "", said, beside))


def take(db: Session, value: str, now: datetime | None = None) -> bool:
    """True the first time, False when this form was taken already. Only a hash is kept, and not for long."""
    at = now or utc_now()
    digest = _digest(value)
    if digest[0] == 0:  # one form in 256 clears away what is old
        db.execute(delete(FormNonce).where(FormNonce.taken_at < at - KEPT))
    connection = db.connection()
    return connection.execute(_TAKE.of(connection), {"digest": digest, "taken_at": at}).first() is not None


def take_once(db: Session, number: str, typed: FormMultiDict) -> tuple[bool, bool]:
    """Of a form whose answer is made from its number alone: whether it counts, and whether it came before with another
    text, which the answer then says."""
    content = of(typed)
    if take(db, number):
        take(db, content)
        return True, False
    return False, not taken(db, content)


def forget(db: Session, value: str) -> None:
    """Nothing came of it: the next time is the first again."""
    db.connection().execute(_FORGET, {"digest": _digest(value)})


def taken(db: Session, value: str) -> bool:
    """Was this form sent already? Asked before its work is done again."""
    return db.connection().execute(_TAKEN, {"digest": _digest(value)}).first() is not None


def done(database: Database, typed: FormMultiDict) -> bool:
    """Was this very form sent and taken before? A browser shows what the second click of two got, and what was done is
    not said to be wrong, or not there."""
    with database.reading() as db:
        return taken(db, of(typed))


def taken_since(db: Session, value: str, since: datetime) -> bool:
    """Was it sent after this moment? Then sending it again is most likely a double click."""
    at = db.scalar(select(FormNonce.taken_at).where(FormNonce.digest == _digest(value)))
    return at is not None and at >= since


def _digest(value: str) -> bytes:
    return hashlib.sha256(value.encode(errors="replace")).digest()
