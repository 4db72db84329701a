"""Enrolling by a one-time link: begun with a password, confirmed with what was written down; then it is used up."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from casework.access import attendance
from casework.audit import HouseTag, trail
from casework.db import Database
from casework.people import Actor, ActorKind, codes, enrolment, limits, links, sessions
from casework.people.links import Purpose
from casework.people.models import Credential, Person
from casework.vault import Vault

from . import told


@dataclass(frozen=True, slots=True)
class Invited:
    """Whose link it is."""

    person_id: int
    name: str
    email: str
    expires_at: datetime
    totp: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Confirmed:
    """`cookie`: enrolled and signed in. Else which of the two did not fit, or `gone`: the link is used up."""

    cookie: str = field(default="", repr=False)
    recovery_fits: bool = True
    code_fits: bool = True
    wait: int = 0
    gone: bool = False


def begin(database: Database, keys: Vault, token: str, password: str, now: datetime) -> enrolment.Prepared | None:
    """Make everything and keep it for confirmation. The recovery code is shown once, from this answer."""
    made = enrolment.prepare(keys, password)
    with database.transaction() as db:
        if (link := links.look(db, Purpose.ENROL, token, now)) is None:
            return None
        enrolment.begin(db, db.get_one(Person, link.person_id), made, now)
    return made


def typed_back(
    db: Session,
    credential: Credential,
    tries: str,
    *,
    recovery_code: str,
    code: str,
    now: datetime,
    generation: int | None = None,
) -> bytes | Confirmed:
    """Is what they were shown on paper and in the phone? The private half, else what does not fit. `tries`: by what
    guesses are counted; `generation`: as it was begun."""
    counted = limits.enter(db, now, code=tries)
    private = enrolment.recover(db, credential, recovery_code, generation=generation)
    if counted.wait or private is None:
        return Confirmed(recovery_fits=bool(counted.wait), wait=counted.wait)
    if not codes.accept(db, credential, code, now):
        return Confirmed(code_fits=False)
    limits.forgive(db, counted)
    return private


def confirm(database: Database, token: str, *, recovery_code: str, code: str, device: str, now: datetime) -> Confirmed:
    """Both fit: the key pair is published, the link is used up, and they are signed in."""
    with database.transaction() as db:
        link = links.look(db, Purpose.ENROL, token, now)
        person = db.get_one(Person, link.person_id) if link else None
        credential = enrolment.begun(db, person) if person else None
        if link is None or person is None or credential is None:
            return Confirmed(gone=True)
        private = typed_back(db, credential, f"enrol {person.id}", recovery_code=recovery_code, code=code, now=now)
        if isinstance(private, Confirmed):
            return private
        if not links.use(db, link, now):
            return Confirmed(gone=True)
        enrolment.confirm(db, person, credential, private, now)
        attendance.of_person(db, person.id)  # what was sealed to their earlier pair stays shut
        trail.record(db, Actor(ActorKind.PERSON, person.id), HouseTag.PERSON_ENROLLED, generation=person.generation)
        told.enrolled(db, person)
        return Confirmed(sessions.start(db, person, private, full=True, device=device, now=now))
