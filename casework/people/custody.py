"""Whose hands somebody's key lies in: their own, or the server's, for whoever signs in with a provider."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from casework import vault
from casework.vault import Compartment, HolderKind
from casework.vault.models import CompartmentRow, Seal

from . import noted, sessions
from .models import Credential, Person, ServerKeptKey, SsoSubject

_KEPT = select(Person.id).join(
    ServerKeptKey, (ServerKeptKey.person_id == Person.id) & (ServerKeptKey.generation == Person.generation)
)
_KEPT_OF = _KEPT.where(Person.id.in_(bindparam("people", expanding=True)))


class Claimed(Exception):
    """This subject signs in to somebody else's account."""


def tag_of(db: Session, issuer: str, subject: str) -> bytes:
    """Equality only, to the letter: subjects that differ in case are two."""
    return vault.field.index(db, "sso subject", f"{issuer}\n{subject}".encode().hex())


def of_subject(db: Session, issuer: str, subject: str) -> Person | None:
    row = db.get(SsoSubject, tag_of(db, issuer, subject))
    return db.get(Person, row.person_id) if row is not None else None


def link(db: Session, person_id: int, issuer: str, subject: str, now: datetime) -> None:
    """From now on this subject is theirs, and no other. Claimed when it is somebody else's already."""
    tag = tag_of(db, issuer, subject)
    row = db.get(SsoSubject, tag)
    if row is not None and row.person_id != person_id:
        raise Claimed
    if row is None:
        unlink(db, person_id)
        db.add(SsoSubject(tag=tag, person_id=person_id, linked_at=now))
        db.flush()


def unlink(db: Session, person_id: int) -> None:
    db.execute(delete(SsoSubject).where(SsoSubject.person_id == person_id))


def linked_at(db: Session, person_id: int) -> datetime | None:
    return db.scalar(select(SsoSubject.linked_at).where(SsoSubject.person_id == person_id))


def enrol(db: Session, person: Person, now: datetime) -> bytes:
    """A first key pair, or the next generation, that the server keeps. It waits for a lead as every other does."""
    private = vault.hpke.new_private()
    begun = (Credential.person_id == person.id, Credential.generation == person.generation + 1)
    db.execute(delete(Credential).where(*begun))  # a password that nobody confirmed opens nothing of this key
    person.generation, person.state = person.generation + 1, "active"
    public = vault.hpke.public_of(private)
    vault.pairs.publish(db, HolderKind.PERSON, person.id, public, generation=person.generation, server_kept=True)
    _keep(db, person.id, person.generation, private, now)
    sessions.end_all(db, person.id)
    noted.generation(db, person)
    return private


def hand_in(db: Session, person_id: int, generation: int, private: bytes, now: datetime) -> None:
    """Their own key goes into the server's hands as well."""
    vault.pairs.move(db, person_id, generation, server_kept=True)
    _keep(db, person_id, generation, private, now)


def take_back(db: Session, person_id: int, generation: int) -> None:
    """The server's copy goes: from now on the owner alone opens it."""
    db.execute(delete(ServerKeptKey).where(ServerKeptKey.person_id == person_id))
    vault.pairs.move(db, person_id, generation, server_kept=False)
    noted.taken_back(db, person_id, generation)


def open_(db: Session, person: Person) -> bytes | None:
    """The private half that the server keeps, for somebody whose token was found good. None: it is their own."""
    row = db.get(ServerKeptKey, (person.id, person.generation))
    return vault.custody.unwrap(db, (person.id, person.generation), row.wrapped) if row is not None else None


def kept(db: Session, people: Collection[int] | None = None) -> frozenset[int]:
    """Those of them whose key of today the server keeps."""
    db.flush()  # what follows goes past the session, which would have
    asked = (_KEPT,) if people is None else (_KEPT_OF, {"people": list(people)})
    return frozenset(db.connection().execute(*asked).scalars())


def barred_seals(db: Session, person_id: int) -> frozenset[Compartment]:
    """Rooms that somebody can read now and that are sealed to no key which the server keeps."""
    rooms = (
        select(CompartmentRow.name)
        .join(Seal, (Seal.compartment_id == CompartmentRow.id) & (Seal.epoch == CompartmentRow.epoch))
        .where(Seal.holder_kind == HolderKind.PERSON.value, Seal.holder_id == person_id)
        .distinct()
    )
    return frozenset(Compartment(name) for name in db.scalars(rooms)) & vault.custody.barred(db)


def _keep(db: Session, person_id: int, generation: int, private: bytes, now: datetime) -> None:
    db.execute(delete(ServerKeptKey).where(ServerKeptKey.person_id == person_id))
    wrapped = vault.custody.wrap(db, (person_id, generation), private)
    db.add(ServerKeptKey(person_id=person_id, generation=generation, wrapped=wrapped, since=now))
    db.flush()
