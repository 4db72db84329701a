"""A forgotten password: asking for a link is the same for everybody, and the link alone opens nothing.

With the recovery code it gives a new password for the same key, and where the phone is gone too a new second factor.
With the phone instead it begins a new key, which receives nothing before a lead has compared its six words by voice.
"""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from casework.audit import HouseTag, trail
from casework.db import Database
from casework.mail import Notice, send_link
from casework.people import (
    SYSTEM,
    VISITOR,
    Actor,
    ActorKind,
    accounts,
    codes,
    enrolment,
    factors,
    limits,
    links,
    resets,
    sessions,
)
from casework.people.links import Purpose
from casework.people.models import Credential, Person
from casework.vault import Vault

from .factors import typed
from .told import of_account


@dataclass(frozen=True, slots=True)
class Outcome:
    """`done`: the password is new. `token`: a link to enrol with, for a new key. `gone`: the link does not count; else
    which did not fit."""

    done: bool = False
    token: str = field(default="", repr=False)
    gone: bool = False
    recovery_fits: bool = True
    code_fits: bool = True
    wait: int = 0


def ask(database: Database, *, email: str, address: str, now: datetime) -> int:
    """Somebody forgot the password of this account, if it is one. Seconds to wait, or 0."""
    with database.transaction() as db:
        counted = limits.enter(db, now, reset=accounts.plainest(email), address=address)
        if not counted.wait:
            resets.ask(db, email, now)
            trail.record(db, VISITOR, HouseTag.RESET_ASKED)
    return counted.wait


def answer(database: Database, now: datetime) -> int:
    """Mail the links that were asked for, to whom one can be sent: behind the scenes, so that asking says nothing."""
    with database.reading() as db:
        waiting = resets.asked(db)
    sent = 0
    for id_ in waiting:
        with database.transaction() as db:
            if (person := resets.take(db, id_, now)) is not None:
                token = links.make(db, Purpose.RESET, person.id, now, lasts=resets.LASTS, alone=False)
                sent += send_link(db, Notice.RESET_LINK, to=person.id, path=f"/reset/{token}", lasts=resets.LASTS)
                trail.record(db, SYSTEM, HouseTag.RESET_SENT, person=person.id)
    return sent


def reset(
    database: Database,
    keys: Vault,
    token: str,
    *,
    recovery_code: str,
    password: str,
    address: str,
    now: datetime,
    phone: bytes | None = None,
    code: str = "",
) -> Outcome:
    """Link and recovery code: a new password for the same key. With `phone`, the secret of a new one whose `code` is
    shown, it takes the place of every second factor. Every session ends."""
    with database.transaction() as db:
        if wait := limits.enter(db, now, code=f"reset {token}", address=address).wait:
            return Outcome(wait=wait)
    made = enrolment.prepare(keys, password)
    with database.transaction() as db:
        found = _of_link(db, token, now)
        if found is None:
            return Outcome(gone=True)
        person, credential = found
        private = enrolment.recover(db, credential, recovery_code)
        if private is None:
            _refuse(db, person.id)
            return Outcome(recovery_fits=False)
        if phone is not None and codes.fitting_step(phone, code, now) is None:
            return Outcome(code_fits=False)
        if not _use(db, token, now):
            return Outcome(gone=True)
        if phone is not None and factors.replace_factors(db, credential, phone, code, now):
            trail.record(db, _as(person), HouseTag.FACTORS_REPLACED)
        enrolment.change_password(db, credential, private, made, now)
        sessions.end_all(db, person.id)
        links.end(db, Purpose.ENROL, person.id)
        trail.record(db, _as(person), HouseTag.PASSWORD_CHANGED)
        of_account(db, person.id, Notice.PASSWORD_CHANGED if phone is None else Notice.FACTOR_CHANGED)
    return Outcome(done=True)


def begin_anew(database: Database, token: str, *, code: str, address: str, now: datetime) -> Outcome:
    """Link and second factor, without the recovery code: a link to enrol with once more. Nothing has changed before
    that is done; then the new key receives nothing until a lead has admitted it."""
    with database.transaction() as db:
        if wait := limits.enter(db, now, code=f"reset {token}", address=address).wait:
            return Outcome(wait=wait)
    with database.transaction() as db:
        found = _of_link(db, token, now)
        if found is None:
            return Outcome(gone=True)
        person, credential = found
        if not typed(db, _as(person), credential, code, now):
            _refuse(db, person.id)
            return Outcome(code_fits=False)
        if not _use(db, token, now):
            return Outcome(gone=True)
        trail.record(db, _as(person), HouseTag.NEW_KEY_BEGUN)
        return Outcome(token=links.make(db, Purpose.ENROL, person.id, now, lasts=resets.LASTS))


def _of_link(db: Session, token: str, now: datetime) -> tuple[Person, Credential] | None:
    """Whose link this is, while it counts. One that does not is on the trail, with whose it was."""
    link = links.look(db, Purpose.RESET, token, now)
    person = db.get_one(Person, link.person_id) if link is not None else None
    credential = resets.credential(db, person) if person is not None and resets.can(db, person, now) else None
    if person is None or credential is None:
        _refuse(db, links.known(db, Purpose.RESET, token))
        return None
    return person, credential


def _use(db: Session, token: str, now: datetime) -> bool:
    """True for the one who comes first; every other link of theirs ends too."""
    link = links.look(db, Purpose.RESET, token, now)
    if link is None or not links.use(db, link, now):
        return False
    links.use_all(db, Purpose.RESET, link.person_id, now)
    return True


def _refuse(db: Session, person_id: int | None) -> None:
    trail.record(db, VISITOR, HouseTag.RESET_REFUSED, person=person_id)


def _as(person: Person) -> Actor:
    return Actor(ActorKind.PERSON, person.id, person.name)
