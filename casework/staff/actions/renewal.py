"""Another key pair for oneself, while one still holds the old: what one can read stays readable, to the new one."""

from datetime import datetime

from sqlalchemy.orm import Session

from casework import vault
from casework.access import attendance
from casework.audit import HouseTag, trail
from casework.db import Database
from casework.people import Actor, codes, custody, drafts, enrolment, sessions
from casework.people.models import Credential, Person
from casework.people.standing import in_charge, standing
from casework.settings import N_, Said
from casework.vault import Holder, HolderKind, Vault
from casework.vault.moving import Change

from . import told
from .enrol import Confirmed, typed_back
from .people import Refused


def begin(database: Database, keys: Vault, actor: Actor, password: str, now: datetime) -> enrolment.Prepared:
    """Make everything and keep it for confirmation. The recovery code is shown once, from this answer."""
    made = enrolment.prepare(keys, password)
    with database.transaction() as db:
        possible(db, actor)
        enrolment.begin(db, db.get_one(Person, actor.id), made, now)
    return made


def possible(db: Session, actor: Actor) -> None:
    """Refused where nobody could admit them again, or where their key is not in their own hands."""
    if not in_charge(standing(db).values(), but=actor.id):
        why = N_("There is nobody else who could compare your new words with you, neither a lead nor an alternate.")
        raise Refused(Said(why))
    if custody.kept(db, [actor.id]):
        raise Refused(Said(N_("The server keeps your key. Take it back first, on the page “Your key”.")))


def confirm(
    database: Database, actor: Actor, *, recovery_code: str, code: str, device: str, now: datetime
) -> Confirmed:
    """Both fit: own seals and drafts go over to the new pair, the old one opens nothing, all sessions but a new one
    end. As for every new pair, a lead compares its words before anything else is sealed to it."""
    prepared = _prepared(database, actor, recovery_code)
    with database.transaction() as db:
        possible(db, actor)
        person = db.get_one(Person, actor.id, with_for_update=True)
        credential = enrolment.begun(db, person)
        if credential is None or actor.holder is None or actor.holder.generation != person.generation:
            return Confirmed(gone=True)
        private = typed_back(db, credential, f"enrol {person.id}", recovery_code=recovery_code, code=code, now=now)
        if isinstance(private, Confirmed):
            return private
        moved = _move(db, person, credential, actor.holder, private, now, prepared)
        trail.record(db, actor, HouseTag.PAIR_RENEWED, generation=person.generation, seals=moved)
        told.enrolled(db, person)
        return Confirmed(sessions.start(db, person, private, full=True, device=device, now=now))


def waiting(database: Database, actor: Actor) -> bytes | None:
    """The secret under the QR code of what was begun."""
    with database.reading() as db:
        begun = enrolment.begun(db, db.get_one(Person, actor.id))
        return codes.secret_of(db, begun) if begun is not None else None


def _prepared(database: Database, actor: Actor, recovery_code: str) -> list[Change]:
    """The seals of the new pair, before anybody is kept from writing; none, where what was typed does not open it."""
    with database.reading() as db:
        person = db.get_one(Person, actor.id)
        credential = enrolment.begun(db, person)
        if credential is None or actor.holder is None or actor.holder.generation != person.generation:
            return []
        private = enrolment.recover(db, credential, recovery_code)
        if private is None:
            return []
        return vault.moving.prepare(db, actor.holder, _next(credential, private))


def _next(credential: Credential, private: bytes) -> Holder:
    return Holder(HolderKind.PERSON, credential.person_id, credential.generation, private)


def _move(
    db: Session,
    person: Person,
    credential: Credential,
    old: Holder,
    private: bytes,
    now: datetime,
    prepared: list[Change],
) -> int:
    moved = vault.moving.reseal(db, old, _next(credential, private), prepared)
    enrolment.confirm(db, person, credential, private, now)
    drafts.move(db, old, now)
    attendance.of_person(db, person.id)
    return moved
