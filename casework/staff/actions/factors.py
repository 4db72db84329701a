"""Second factors: proved at the door, taken and given up on one's own account. Each use of paper is on the trail."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from casework.audit import HouseTag, trail
from casework.db import Database
from casework.mail import Notice, tell
from casework.people import Actor, codes, factors, printed, sessions, signing
from casework.people.challenges import Use
from casework.people.factor import Factor
from casework.people.models import Credential, Person
from casework.people.passkeys import Place
from casework.people.signing import Signed
from casework.web import nonces


@dataclass(frozen=True, slots=True)
class Shown:
    """What somebody shows beside their password: a code as typed, or what a passkey signed at `place` (JSON), with the
    secret that it says, where it was asked for one."""

    code: str = field(default="", repr=False)
    assertion: str = field(default="", repr=False)
    prf: bytes = field(default=b"", repr=False)
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class NewPhone:
    """A secret for a phone that is about to be taken; `kept` is how the form carries it, sealed."""

    secret: bytes = field(repr=False)
    kept: str = field(repr=False)


def session_of(actor: Actor) -> str:
    """What a passkey's challenge is bound to."""
    return f"session {actor.session_id}"


def prove(
    db: Session, actor: Actor, credential: Credential, shown: Shown, use: Use, now: datetime
) -> Factor | Signed | None:
    """What they show, as the second factor it is; None for everything else."""
    if shown.assertion and shown.place:
        return signed_by(db, actor, shown, use, now)
    return typed(db, actor, credential, shown.code, now)


def typed(db: Session, actor: Actor, credential: Credential, code: str, now: datetime) -> Factor | None:
    """A code from the phone, or one from paper: that is on the trail, and its owner is told."""
    factor = codes.accept(db, credential, code, now)
    if factor is Factor.PRINTED:
        left = printed.left(db, credential.person_id, credential.generation)
        trail.record(db, actor, HouseTag.PRINTED_CODE_USED, person=credential.person_id, left=left)
        tell(db, Notice.PRINTED_CODE_USED, to=[credential.person_id], path="/me")
        if left <= printed.FEW:
            tell(db, Notice.FEW_CODES, to=[credential.person_id], path="/me")
    return factor


def signed_by(db: Session, actor: Actor, shown: Shown, use: Use, now: datetime) -> Signed | None:
    """What their own passkey signed for this session."""
    assert shown.place is not None
    whose = session_of(actor)
    signed = signing.prove(db, shown.place, shown.assertion, use=use, whose=whose, now=now, person_id=actor.id)
    return None if signed is None or proves_nothing(db, actor, signed) else signed


def proves_nothing(db: Session, actor: Actor, signed: Signed) -> bool:
    """A copy, of which its owner is told; or a row that somebody changed. Either is on the trail."""
    row = signed.passkey
    if signed.copied:
        trail.record(db, actor, HouseTag.PASSKEY_REFUSED, person=row.person_id, passkey=row.id)
        tell(db, Notice.PASSKEY_REFUSED, to=[row.person_id], path="/me")
    if signed.changed:
        trail.record(db, actor, HouseTag.TAMPERED, person=row.person_id, passkey=row.id)
    return signed.copied or signed.changed


def new_phone(database: Database, actor: Actor) -> NewPhone:
    secret = codes.new_secret()
    with database.reading() as db:
        return NewPhone(secret, codes.seal(db, factors.credential_of(db, actor.id), secret).hex())


def carried(database: Database, actor: Actor, kept: str) -> bytes | None:
    """The secret that a form carried; None when it is not one that we made for them."""
    with database.reading() as db:
        return codes.opened(db, factors.credential_of(db, actor.id), kept)


def take_phone(database: Database, actor: Actor, secret: bytes, code: str, now: datetime) -> bool:
    """Another phone, after step-up; every other session ends, since the old one may be in other hands."""
    with database.transaction() as db:
        if not factors.take_phone(db, factors.credential_of(db, actor.id), secret, code, now):
            return False
        sessions.end_all(db, actor.id, but=actor.session_id)
        trail.record(db, actor, HouseTag.PHONE_TAKEN)
        tell(db, Notice.FACTOR_CHANGED, to=[actor.id], path="/me")
    return True


def give_up_phone(database: Database, actor: Actor, now: datetime) -> bool:
    """No phone any more. False when it is the last factor that lasts: that one stays."""
    with database.transaction() as db:
        locked(db, actor)
        held = factors.held(db, actor.id)
        if not held.phone or held.lasting < 2:
            return False
        factors.give_up_phone(db, factors.credential_of(db, actor.id), now)
        sessions.end_all(db, actor.id, but=actor.session_id)
        trail.record(db, actor, HouseTag.PHONE_GIVEN_UP)
        tell(db, Notice.FACTOR_CHANGED, to=[actor.id], path="/me")
    return True


def print_codes(database: Database, actor: Actor, number: str, now: datetime) -> list[str]:
    """Ten new codes, shown this once; the earlier ones are void. None when this form showed its codes already."""
    with database.transaction() as db:
        locked(db, actor)
        first = nonces.take(db, number, now)
        codes_ = printed.make(db, factors.credential_of(db, actor.id), number, now, first=first)
        if first:
            trail.record(db, actor, HouseTag.CODES_PRINTED)
            tell(db, Notice.FACTOR_CHANGED, to=[actor.id], path="/me")
    return codes_


def locked(db: Session, actor: Actor) -> Person:
    """Two requests of one person wait for each other here: neither removes what the other one counts on."""
    return db.get_one(Person, actor.id, with_for_update=True)
