"""Tokens that let the directory in: 256 random bits, shown once, known to the database by a tag, ended at will."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import vault
from casework.audit import HouseTag, trail
from casework.people import Actor

from .models import ScimToken

PREFIX = "casework_scim_"
"""So that whoever finds one in a log knows what it is."""


def make(db: Session, *, by: Actor, now: datetime) -> str:
    """A new token; others stay."""
    token = PREFIX + secrets.token_urlsafe(32)
    row = ScimToken(tag=_tag(db, token), made_by=by.id, made_at=now)
    db.add(row)
    db.flush()
    trail.record(db, by, HouseTag.SCIM_TOKEN_MADE, token=row.id)
    return token


def living(db: Session) -> Sequence[ScimToken]:
    return db.scalars(select(ScimToken).where(ScimToken.ended_at.is_(None)).order_by(ScimToken.made_at)).all()


def end(db: Session, token_id: int, *, by: Actor, now: datetime) -> bool:
    """False when there is none of this id, or it was ended."""
    row = db.get(ScimToken, token_id)
    if row is None or row.ended_at is not None:
        return False
    row.ended_at = now
    vault.journal.note(db, "scim-token-ended", token=row.id, at=now.isoformat())
    trail.record(db, by, HouseTag.SCIM_TOKEN_ENDED, token=row.id)
    return True


def of(db: Session, header: str) -> int | None:
    """Which token an Authorization header carries; the same work whatever it says."""
    scheme, _, token = header.partition(" ")
    row = db.scalar(select(ScimToken).where(ScimToken.tag == _tag(db, token.strip())))
    good = row is not None and row.ended_at is None and scheme.lower() == "bearer"
    return row.id if row is not None and good else None


def _tag(db: Session, token: str) -> bytes:
    return vault.field.index(db, "scim token", hashlib.sha256(token.encode(errors="replace")).hexdigest())
