"""Taking one's key back from the server, and which rooms are sealed to no key that it keeps."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from casework import vault
from casework.access import Action, require
from casework.audit import Tag, trail
from casework.db import Database
from casework.people import Actor, accounts, codes, custody, enrolment, sessions
from casework.people.models import Person
from casework.staff.actions.enrol import Confirmed, typed_back
from casework.vault import Compartment, HolderKind, Vault
from casework.vault.models import CompartmentRow, Seal


@dataclass(frozen=True, slots=True)
class Own:
    """How one's key stands. `totp`: of a password that was begun with and waits to be confirmed."""

    email: str
    fingerprint: str
    kept: bool
    linked_at: datetime | None
    barred: frozenset[Compartment]
    totp: bytes | None


@dataclass(frozen=True, slots=True)
class Kept:
    """Somebody whose key the server keeps; `rooms`: barred ones that they can still read, made before."""

    id: int
    name: str
    rooms: int


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
        trail.record(db, actor, Tag.KEY_TAKEN_BACK, person=actor.id, generation=actor.holder.generation)
    return None


def kept(db: Session) -> list[Kept]:
    """Everybody whose key the server keeps, by name."""
    rooms = dict(db.execute(_barred_rooms(vault.custody.barred(db))).all())
    people = db.execute(select(Person.id, Person.name).where(Person.id.in_(custody.kept(db))).order_by(Person.name))
    return [Kept(row.id, row.name, rooms.get(row.id, 0)) for row in people]


def bar(db: Session, rooms: frozenset[Compartment], *, by: Actor) -> None:
    """For what is sealed from now on."""
    require(by, Action.BAR_KEYS)
    if rooms != vault.custody.barred(db):
        vault.custody.bar(db, rooms)
        vault.journal.note(db, "keys-barred", rooms=",".join(sorted(rooms)))
        trail.record(db, by, Tag.KEY_POLICY_SET, rooms=" ".join(sorted(rooms)))


def _barred_rooms(barred: frozenset[Compartment]) -> Select[int, int]:
    return (
        select(Seal.holder_id, func.count())
        .join(CompartmentRow, (CompartmentRow.id == Seal.compartment_id) & (CompartmentRow.epoch == Seal.epoch))
        .where(Seal.holder_kind == HolderKind.PERSON.value, CompartmentRow.name.in_([room.value for room in barred]))
        .group_by(Seal.holder_id)
    )
