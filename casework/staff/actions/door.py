"""Signing in, in two steps; proving it again; signing out. Key stretching stands between transactions, never inside."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from casework.audit import HouseTag, trail
from casework.db import Database
from casework.people import (
    VISITOR,
    Actor,
    ActorKind,
    accounts,
    drafts,
    factors,
    limits,
    passkeys,
    printed,
    sessions,
    sign_in,
    signing,
)
from casework.people.challenges import Use
from casework.people.factor import Factor
from casework.people.models import Credential, Person, UserSession
from casework.vault import Vault

from .factors import Shown, prove, proves_nothing, signed_by


@dataclass(frozen=True, slots=True)
class Entered:
    """`cookie`: they are in, as far as `complete` says; `few`: by one of their last printed codes. Else `wait` seconds,
    or what they typed does not fit."""

    cookie: str = ""
    complete: bool = False
    wait: int = 0
    few: bool = False


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
            trail.record(db, VISITOR, HouseTag.SIGN_IN_REFUSED)
            return Entered()
        limits.forgive(db, counted, account=accounts.plainest(email))
        sign_in.follow_pepper(db, proof)
        sessions.sweep(db, now)
        leave_earlier(db, proof.person, old_cookie)
        complete = demo and not factors.held(db, proof.person.id).lasting
        cookie = sessions.start(db, proof.person, proof.private, full=complete, device=device, now=now)
        if complete:
            trail.record(db, _as(proof.person), HouseTag.SIGNED_IN)
    return Entered(cookie, complete)


def enter_with_passkey(
    database: Database,
    shown: Shown,
    *,
    browser: str,
    address: str,
    device: str,
    old_cookie: str | None,
    now: datetime,
) -> Entered:
    """A passkey that knew its owner and says its secret: both factors at once, and the key. One answer for all else."""
    with database.transaction() as db:
        counted = limits.enter(db, now, address=address)
    if counted.wait:
        return Entered(wait=counted.wait)
    with database.transaction() as db:
        proof = _opened(db, shown, browser, now)
        if proof is None:
            trail.record(db, VISITOR, HouseTag.SIGN_IN_REFUSED)
            return Entered()
        person, private = proof
        limits.forgive(db, counted)
        sessions.sweep(db, now)
        drafts.sweep(db, now)
        leave_earlier(db, person, old_cookie)
        cookie = sessions.start(db, person, private, full=True, device=device, now=now)
        trail.record(db, _as(person), HouseTag.SIGNED_IN)
    return Entered(cookie, complete=True)


def complete(database: Database, actor: Actor, cookie: str, shown: Shown, now: datetime) -> Entered:
    """The second factor: the session is whole, under a new cookie."""
    with database.transaction() as db:
        counted = limits.enter(db, now, code=str(actor.id))
        if counted.wait:
            sessions.end(db, actor.session_id)
            return Entered(wait=counted.wait)
    with database.transaction() as db:
        session = db.get_one(UserSession, actor.session_id)
        credential = db.get_one(Credential, (actor.id, session.generation))
        factor = prove(db, actor, credential, shown, Use.SECOND_FACTOR, now)
        if factor is None:
            trail.record(db, actor, HouseTag.SIGN_IN_REFUSED, person=actor.id)
            return Entered()
        limits.forgive(db, counted, code=str(actor.id))
        drafts.sweep(db, now)
        new = sessions.rotate(db, session.id, sessions.private_half(db, cookie), now)
        trail.record(db, actor, HouseTag.SIGNED_IN)
        few = factor is Factor.PRINTED and factors.held(db, actor.id).printed <= printed.FEW
    return Entered(new, complete=True, few=few)


def step_up(
    database: Database, keys: Vault, actor: Actor, *, password: str, shown: Shown, demo: bool, now: datetime
) -> Entered:
    """Password and second factor once more, or a passkey that opens their key: five minutes of standing, under a new
    cookie."""
    with database.transaction() as db:
        counted = limits.enter(db, now, code=str(actor.id))
        known = sign_in.of_person(db, actor.id)
    if counted.wait:
        return Entered(wait=counted.wait)
    proof = sign_in.prove(keys, known, password) if password else None
    with database.transaction() as db:
        private = _again(db, actor, proof, shown, demo, now)
        if private is None:
            trail.record(db, actor, HouseTag.SIGN_IN_REFUSED, person=actor.id)
            return Entered()
        limits.forgive(db, counted, code=str(actor.id))
        cookie = sessions.rotate(db, actor.session_id, private, now, stepped_up=True)
        trail.record(db, actor, HouseTag.STEPPED_UP)
    return Entered(cookie, complete=True)


def leave(database: Database, actor: Actor) -> None:
    with database.transaction() as db:
        sessions.end(db, actor.session_id)
        trail.record(db, actor, HouseTag.SIGNED_OUT)


def revoke(database: Database, actor: Actor, session_id: int, now: datetime) -> None:
    """End one of one's own sessions; anybody else's is not found."""
    with database.transaction() as db:
        if session_id in {row.id for row in sessions.own(db, actor.id, now)}:
            sessions.end(db, session_id)
            trail.record(db, actor, HouseTag.SESSION_REVOKED, session=session_id)


def _again(
    db: Session, actor: Actor, proof: sign_in.Proof | None, shown: Shown, demo: bool, now: datetime
) -> bytes | None:
    """The private half, proved anew."""
    if proof is None:
        signed = signed_by(db, actor, shown, Use.STEP_UP, now) if shown.assertion and shown.place else None
        return passkeys.opened(db, signed.passkey, shown.prf) if signed is not None and signed.sure else None
    if demo and not factors.held(db, actor.id).lasting:
        return proof.private
    return proof.private if prove(db, actor, proof.credential, shown, Use.STEP_UP, now) else None


def _opened(db: Session, shown: Shown, browser: str, now: datetime) -> tuple[Person, bytes] | None:
    """Whose passkey it is, and what it opens."""
    if shown.place is None:
        return None
    signed = signing.prove(db, shown.place, shown.assertion, use=Use.SIGN_IN, whose=browser, now=now)
    if signed is None or proves_nothing(db, VISITOR, signed) or not signed.sure:
        return None
    private = passkeys.opened(db, signed.passkey, shown.prf)
    return (db.get_one(Person, signed.passkey.person_id), private) if private is not None else None


def leave_earlier(db: Session, person: Person, cookie: str | None) -> None:
    """The session of a cookie that the browser had before ends. One that is not theirs may have been planted there."""
    if cookie and (whose := sessions.leave(db, cookie)) != person.id:
        trail.record(db, _as(person), HouseTag.FOREIGN_COOKIE, whose=whose or 0)


def _as(person: Person) -> Actor:
    return Actor(ActorKind.PERSON, person.id, person.name)
