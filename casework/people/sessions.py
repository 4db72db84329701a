"""Sessions: 32 random bytes in a cookie. The database keeps their hash, and the private half under them: neither
alone opens anything."""

import logging
import os
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import bindparam, delete, or_, select, update
from sqlalchemy.orm import Session

from casework import vault
from casework.db import Database
from casework.vault import Holder, HolderKind, Unreadable

from . import admissions, cookie_values, grants, standing_in
from .actor import Actor, ActorKind
from .models import Admission, Person, RoleGrant, UserSession
from .roles import Role

log = logging.getLogger("casework")
PRE, IDLE, ABSOLUTE = timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=12)
REMEMBERED = timedelta(hours=24)
"""How long a session that ended is still known, so that a late text finds its writer."""
TOUCH = timedelta(minutes=1)
USE = "session"

_RUN_OUT = (
    update(UserSession)
    .where(
        UserSession.ended_at.is_(None),
        or_(UserSession.ends_at <= bindparam("now"), UserSession.seen_at <= bindparam("idle")),
    )
    .values(wrapped=None, ended_at=bindparam("now"))
)
_FORGOTTEN = delete(UserSession).where(UserSession.ended_at <= bindparam("until"))


def start(db: Session, person: Person, private: bytes, *, full: bool, device: str, now: datetime) -> str:
    """A new session, before its second factor (5 minutes) or whole. Returns the cookie's value."""
    cookie = os.urandom(32)
    row = UserSession(
        cookie_hash=cookie_values.hashed(cookie),
        person_id=person.id,
        generation=person.generation,
        stage="full" if full else "pre",
        device=device[:80],
        created_at=now,
        seen_at=now,
        ends_at=now + (ABSOLUTE if full else PRE),
    )
    row.wrapped = _wrap(db, cookie, row, private)
    db.add(row)
    db.flush()
    return cookie_values.written(cookie)


def rotate(db: Session, session_id: int, private: bytes, now: datetime, *, stepped_up: bool = False) -> str:
    """A new cookie for the same session: it is whole from now on, and the old cookie opens nothing."""
    row = db.get_one(UserSession, session_id)
    cookie = os.urandom(32)
    if row.stage == "pre":
        row.stage, row.ends_at = "full", now + ABSOLUTE
    row.cookie_hash, row.wrapped, row.seen_at = cookie_values.hashed(cookie), _wrap(db, cookie, row, private), now
    row.stepped_up_at = now if stepped_up else row.stepped_up_at
    db.flush()
    return cookie_values.written(cookie)


def find(database: Database, cookie: str, now: datetime) -> Actor | None:
    """Who this cookie is, and touch its session at most once a minute. An expired one loses its key here."""
    if (raw := cookie_values.read(cookie)) is None:
        return None
    with database.reading() as db:
        rows = db.connection().execute(_QUERY, {"hash": cookie_values.hashed(raw)}).all()
        session = _Session(*rows[0][:_OWNER]) if rows else None
        if session is None or session.ended_at is not None:
            return None
        over = is_over(session, now)
        actor = None if over else _actor(db, raw, session, rows)
    if over:
        _expire(database, session.id, now)
    elif actor is not None and now - session.seen_at >= TOUCH:
        _touch(database, session.id, now)
    return actor


def whose(db: Session, cookie: str, now: datetime) -> int | None:
    """Whose cookie this is, or was until a day ago when its session ran out."""
    row = _row(db, cookie)
    if row is None or row.stage != "full":
        return None
    return row.person_id if now - (row.ended_at or row.seen_at) < REMEMBERED else None


def end(db: Session, session_id: int) -> None:
    """Signed out, or revoked: gone at once, cookie hash and all, since nothing late can be meant."""
    db.execute(delete(UserSession).where(UserSession.id == session_id))


def leave(db: Session, cookie: str) -> int | None:
    """End the living session of a cookie that is about to be replaced; a late one stays, for its late text. Whose it
    is; None when nobody was given it here, or it is long forgotten."""
    row = _row(db, cookie)
    if row is not None and row.ended_at is None:
        end(db, row.id)
    return row.person_id if row is not None else None


def end_all(db: Session, person_id: int, *, but: int = 0) -> int:
    """Every session of a person, but perhaps the one they sit at. How many ended."""
    gone = db.execute(
        delete(UserSession).where(UserSession.person_id == person_id, UserSession.id != but).returning(UserSession.id)
    )
    return len(gone.all())


def own(db: Session, person_id: int, now: datetime) -> Sequence[UserSession]:
    """The living sessions of one person, the latest used first."""
    query = select(UserSession).where(
        UserSession.person_id == person_id, UserSession.stage == "full", UserSession.ended_at.is_(None)
    )
    return [row for row in db.scalars(query.order_by(UserSession.seen_at.desc())) if not is_over(row, now)]


def sweep(db: Session, now: datetime) -> None:
    """Take the keys out of what ran out, and forget what ran out a day ago."""
    connection = db.connection()
    connection.execute(_RUN_OUT, {"now": now, "idle": now - IDLE})
    connection.execute(_FORGOTTEN, {"until": now - REMEMBERED})


class _Session(NamedTuple):
    """What finding needs of a row, as plain values: entities took twice as long, and every page waits for this."""

    id: int
    person_id: int
    generation: int
    stage: str
    wrapped: bytes | None
    seen_at: datetime
    ends_at: datetime
    ended_at: datetime | None
    stepped_up_at: datetime | None


class _Owner(NamedTuple):
    name: str
    state: str
    current: int
    zone: str


_OWNER = len(_Session._fields)
_ADMITTED = _OWNER + len(_Owner._fields)
_GRANT = _ADMITTED + len(admissions.COLUMNS)
_QUERY = (
    select(
        *(getattr(UserSession, name) for name in _Session._fields),
        *(Person.name, Person.state, Person.generation, Person.zone),
        *admissions.COLUMNS,
        *grants.COLUMNS,
        *(standing_in.ADMINISTERED, standing_in.HEARD, standing_in.PROTECTED),
    )
    .join(Person, Person.id == UserSession.person_id)
    .outerjoin(
        Admission,
        (Admission.person_id == UserSession.person_id) & (Admission.generation == UserSession.generation),
    )
    .outerjoin(RoleGrant, (RoleGrant.person_id == UserSession.person_id) & RoleGrant.ended_at.is_(None))
    .where(UserSession.cookie_hash == bindparam("hash"))
)


def _actor(db: Session, cookie: bytes, session: _Session, rows: Sequence[Any]) -> Actor | None:
    person = _Owner(*rows[0][_OWNER:_ADMITTED])
    if person.state != "active" or session.generation != person.current or session.wrapped is None:
        return None
    if session.stage != "full":
        return Actor(ActorKind.PERSON, session.person_id, person.name, session_id=session.id, pending=True)
    seen = rows[0][_ADMITTED:_GRANT]
    given = [grants.Grant(*row[_GRANT:-3]) for row in rows if row[_GRANT] is not None]
    administered, heard, protected = rows[0][-3:]
    roles = frozenset(Role(grant.role) for grant in given if grants.is_genuine(db, grant))
    admitted = seen[-1] is not None and admissions.is_genuine(db, admissions.Admitted(*seen))
    try:
        private = _unwrap(db, cookie, session)
    except Unreadable:
        log.error("A session was changed outside Casework and does not count: session %s", session.id)
        vault.met.note(db, "session", session.id)
        return None
    return Actor(
        ActorKind.PERSON,
        session.person_id,
        person.name,
        roles=roles,
        admitted=admitted,
        stands_in=(
            standing_in.of(db, roles, administered=administered, heard=heard, protected=protected)
            if admitted
            else frozenset()
        ),
        holder=Holder(HolderKind.PERSON, session.person_id, session.generation, private),
        session_id=session.id,
        stepped_up_at=session.stepped_up_at,
        zone=person.zone or "UTC",
    )


def private_half(db: Session, cookie: str) -> bytes:
    """What the session keeps, for the second factor that completes it."""
    raw, row = cookie_values.read(cookie), _row(db, cookie)
    if raw is None or row is None:
        raise Unreadable("no such session")
    return _unwrap(db, raw, row)


def _row(db: Session, cookie: str) -> UserSession | None:
    raw = cookie_values.read(cookie)
    return db.scalar(select(UserSession).where(UserSession.cookie_hash == cookie_values.hashed(raw))) if raw else None


def is_over(row: UserSession | _Session, now: datetime) -> bool:
    return now >= row.ends_at or now - row.seen_at >= IDLE


def _expire(database: Database, session_id: int, now: datetime) -> None:
    with database.transaction() as db:
        db.execute(update(UserSession).where(UserSession.id == session_id).values(wrapped=None, ended_at=now))


def _touch(database: Database, session_id: int, now: datetime) -> None:
    with database.transaction() as db:
        db.execute(update(UserSession).where(UserSession.id == session_id).values(seen_at=now))
        sweep(db, now)


def _wrap(db: Session, cookie: bytes, row: UserSession, private: bytes) -> bytes:
    known = vault.of(db)
    key = vault.passwords.session_key(known, cookie)
    return vault.passwords.wrap(known, key, (row.person_id, row.generation), USE, private)


def _unwrap(db: Session, cookie: bytes, row: UserSession | _Session) -> bytes:
    if row.wrapped is None:
        raise Unreadable("this session is over")
    known = vault.of(db)
    key = vault.passwords.session_key(known, cookie)
    return vault.passwords.unwrap(known, key, (row.person_id, row.generation), USE, row.wrapped)
