"""One's own passkeys: added, named, let open the key alone, removed. Each after step-up; each change is told."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from casework.audit import HouseTag, trail
from casework.db import Database
from casework.mail import Notice, tell
from casework.people import Actor, factors, passkeys, sessions, signing
from casework.people.challenges import Use
from casework.people.models import Passkey
from casework.people.passkeys import Place

from .factors import Shown, locked, session_of, signed_by


@dataclass(frozen=True, slots=True)
class Made:
    """What the browser handed over for a new passkey; `prf`: its secret, where it may open the key alone."""

    name: str
    answer: str = field(repr=False)
    prf: bytes = field(default=b"", repr=False)


def add(database: Database, actor: Actor, place: Place, made: Made, now: datetime) -> Passkey | None:
    """None when it is not what was asked for, or is there already."""
    assert actor.holder is not None
    with database.transaction() as db:
        person = locked(db, actor)
        factors.credential_of(db, person.id)  # whoever signs in elsewhere has nothing to stand beside
        whose = session_of(actor)
        added = signing.add(db, place, person, made.answer, name=made.name, whose=whose, now=now)
        if added is None:
            return None
        row, sure = added
        if sure and len(made.prf) == 32:
            passkeys.let_open(db, row, made.prf, actor.holder.private)
        trail.record(db, actor, HouseTag.PASSKEY_ADDED, passkey=row.id, opens=int(row.wrapped is not None))
        tell(db, Notice.FACTOR_CHANGED, to=[actor.id], path="/me")
    return row


def rename(database: Database, actor: Actor, passkey_id: int, name: str) -> bool:
    with database.transaction() as db:
        if (row := passkeys.one(db, actor.id, passkey_id)) is None:
            return False
        passkeys.rename(db, row, name)
        trail.record(db, actor, HouseTag.PASSKEY_CHANGED, passkey=row.id)
    return True


def let_open(database: Database, actor: Actor, passkey_id: int, shown: Shown, now: datetime) -> bool:
    """It signs in alone from now on, once it has signed and said its secret here; False when it has not."""
    assert actor.holder is not None
    with database.transaction() as db:
        signed = signed_by(db, actor, shown, Use.OPEN, now)
        if signed is None or not signed.sure or signed.passkey.id != passkey_id or len(shown.prf) != 32:
            return False
        passkeys.let_open(db, signed.passkey, shown.prf, actor.holder.private)
        _changed(db, actor, signed.passkey, opens=1)
    return True


def stop_opening(database: Database, actor: Actor, passkey_id: int) -> bool:
    """From now on it is a second factor and no more."""
    with database.transaction() as db:
        if (row := passkeys.one(db, actor.id, passkey_id)) is None:
            return False
        passkeys.stop_opening(db, row)
        _changed(db, actor, row, opens=0)
    return True


def remove(database: Database, actor: Actor, passkey_id: int) -> bool:
    """Every other session ends, since it may be in other hands. False when it is the last factor that lasts."""
    with database.transaction() as db:
        locked(db, actor)
        row = passkeys.one(db, actor.id, passkey_id)
        if row is None or factors.held(db, actor.id).lasting < 2:
            return False
        passkeys.remove(db, row)
        sessions.end_all(db, actor.id, but=actor.session_id)
        trail.record(db, actor, HouseTag.PASSKEY_REMOVED, passkey=passkey_id)
        tell(db, Notice.FACTOR_CHANGED, to=[actor.id], path="/me")
    return True


def _changed(db: Session, actor: Actor, row: Passkey, *, opens: int) -> None:
    trail.record(db, actor, HouseTag.PASSKEY_CHANGED, passkey=row.id, opens=opens)
    tell(db, Notice.FACTOR_CHANGED, to=[actor.id], path="/me")
