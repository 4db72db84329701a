"""Taking one's key back from the server, and which rooms are sealed to no key that it keeps."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from casework import vault
from casework.access import Action, require
from casework.audit import HouseTag, trail
from casework.db import Database
from casework.people import Actor, accounts, codes, custody, enrolment, sessions
from casework.people.models import Person
from casework.staff.actions.enrol import Confirmed, typed_back
from casework.vault import Compartment, Vault


@dataclass(frozen=True, slots=True)
class Own:
    """How one's key stands. `totp`: of a password that was begun with and waits to be confirmed."""

    email: str
    fingerprint: str
    kept: bool
    linked_at: datetime | None
    barred: frozenset[Compartment]
    totp: bytes | None


def own(db: Session, actor: Actor) -> Own:
    person = db.get_one(Person, actor.id)
    row = enrolment.begun(db, person)
    return Own(
        accounts.email_of(db, person),
        enrolment.fingerprint(db, person),
        bool(custody.kept(db, [actor.id])),
        custody.linked_at(db, actor.id),
        custody.barred_seals(db, actor.id),
        codes.secret_of(db, row) if row is not None else None,
    )


def begin(database: Database, keys: Vault, actor: Actor, password: str, now: datetime) -> enrolment.Prepared:
    """A password for the key that they have: of no use, and in nobody's place, until it is confirmed."""
    assert actor.holder is not None
    made = replace(enrolment.prepare(keys, password), private=actor.holder.private)
    with database.transaction() as db:
        person = db.get_one(Person, actor.id)
        enrolment.begin(db, person, made, now, generation=actor.holder.generation)
    return made


def confirm(database: Database, actor: Actor, *, recovery_code: str, code: str, now: datetime) -> Confirmed | None:
    """What was written down fits: the server's copy goes, every other session ends, the provider opens nothing here.
    Else what does not fit."""
    assert actor.holder is not None
    with database.transaction() as db:
        person, generation = db.get_one(Person, actor.id, with_for_update=True), actor.holder.generation
        row = enrolment.begun(db, person)
        if row is None or generation != person.generation:
            return Confirmed(gone=True)
        said = {"recovery_code": recovery_code, "code": code}
        private = typed_back(db, row, f"own key {actor.id}", **said, now=now, generation=generation)
        if isinstance(private, Confirmed):
            return private
        if private != actor.holder.private:
            return Confirmed(recovery_fits=False)
        enrolment.settle(db, person, row, now)
        custody.take_back(db, actor.id, actor.holder.generation)
        custody.unlink(db, actor.id)
        sessions.end_all(db, actor.id, but=actor.session_id)
        trail.record(db, actor, HouseTag.KEY_TAKEN_BACK, person=actor.id, generation=actor.holder.generation)
    return None


def bar(db: Session, rooms: frozenset[Compartment], *, by: Actor) -> None:
    """For what is sealed from now on, and for what such keys hold already: `barring.end_keys` ends that next."""
    require(by, Action.BAR_KEYS)
    if rooms != vault.custody.barred(db):
        vault.custody.bar(db, rooms)
        vault.journal.note(db, "keys-barred", rooms=",".join(sorted(rooms)))
        trail.record(db, by, HouseTag.KEY_POLICY_SET, rooms=" ".join(sorted(rooms)))
