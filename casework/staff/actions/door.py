"""Signing in, in two steps; proving it again; signing out. Key stretching stands between transactions, never inside."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from casework.audit import Tag, trail
from casework.db import Database
from casework.people import VISITOR, Actor, ActorKind, accounts, drafts, limits, sessions, sign_in
from casework.people.models import Credential, Person, UserSession
from casework.vault import Vault

from .factors import prove


@dataclass(frozen=True, slots=True)
class Entered:
    """`cookie`: they are in, as far as `complete` says. Else `wait` seconds, or what they typed does not fit."""

    cookie: str = ""
    complete: bool = False
    wait: int = 0


def enter(
    database: Database,
    keys: Vault,
    *,
    email: str,
    password: str,
    address: str,
    device: str,
    old_cookie: str | None,
    demo: bool,
    now: datetime,
) -> Entered:
    """The first factor. The same work and the same answer whether there is such an account or not."""
    with database.transaction() as db:
        counted = limits.enter(db, now, account=accounts.plainest(email), address=address)
        known = sign_in.look_up(db, email)
    if counted.wait:
        return Entered(wait=counted.wait)
    proof = sign_in.prove(keys, known, password)
    with database.transaction() as db:
        if proof is None:
            trail.record(db, VISITOR, Tag.SIGN_IN_REFUSED)
            return Entered()
        limits.forgive(db, counted, account=accounts.plainest(email))
        sessions.sweep(db, now)
        if old_cookie:
            sessions.leave(db, old_cookie)
        complete = demo and proof.credential.totp is None
        cookie = sessions.start(db, proof.person, proof.private, full=complete, device=device, now=now)
        if complete:
            trail.record(db, _as(proof.person), Tag.SIGNED_IN)
    return Entered(cookie, complete)


def complete(database: Database, actor: Actor, cookie: str, code: str, now: datetime) -> Entered:
    """The second factor: the session is whole, under a new cookie."""
    with database.transaction() as db:
        counted = limits.enter(db, now, code=str(actor.id))
        if counted.wait:
            sessions.end(db, actor.session_id)
            return Entered(wait=counted.wait)
    with database.transaction() as db:
        session = db.get_one(UserSession, actor.session_id)
        credential = db.get_one(Credential, (actor.id, session.generation))
        if not prove(db, actor, credential, code, now):
            trail.record(db, actor, Tag.SIGN_IN_REFUSED, person=actor.id)
            return Entered()
        limits.forgive(db, counted, code=str(actor.id))
        drafts.sweep(db, now)
        new = sessions.rotate(db, session.id, sessions.private_half(db, cookie), now)
        trail.record(db, actor, Tag.SIGNED_IN)
    return Entered(new, complete=True)


def step_up(
    database: Database, keys: Vault, actor: Actor, *, password: str, code: str, demo: bool, now: datetime
) -> Entered:
    """Password and code once more: five minutes of standing, under a new cookie."""
    with database.transaction() as db:
        counted = limits.enter(db, now, code=str(actor.id))
        known = sign_in.of_person(db, actor.id)
    if counted.wait:
        return Entered(wait=counted.wait)
    proof = sign_in.prove(keys, known, password)
    with database.transaction() as db:
        if proof is None or not _second_factor(db, actor, proof, code, demo, now):
            trail.record(db, actor, Tag.SIGN_IN_REFUSED, person=actor.id)
            return Entered()
        limits.forgive(db, counted, code=str(actor.id))
        cookie = sessions.rotate(db, actor.session_id, proof.private, now, stepped_up=True)
        trail.record(db, actor, Tag.STEPPED_UP)
    return Entered(cookie, complete=True)


def leave(database: Database, actor: Actor) -> None:
    with database.transaction() as db:
        sessions.end(db, actor.session_id)
        trail.record(db, actor, Tag.SIGNED_OUT)


def revoke(database: Database, actor: Actor, session_id: int, now: datetime) -> None:
    """End one of one's own sessions; anybody else's is not found."""
    with database.transaction() as db:
        if session_id in {row.id for row in sessions.own(db, actor.id, now)}:
            sessions.end(db, session_id)
            trail.record(db, actor, Tag.SESSION_REVOKED, session=session_id)


def _second_factor(
    db: Session, actor: Actor, proof: sign_in.Proof, code: str, demo: bool, now: datetime
) -> bool:  # fmt: skip
    if demo and proof.credential.totp is None:
        return True
    return prove(db, actor, proof.credential, code, now) is not None


def _as(person: Person) -> Actor:
    return Actor(ActorKind.PERSON, person.id, person.name)
