"""Proving who one is. Known account or not: the same statements, the same key stretching, the same answer."""

import hmac
import os
import unicodedata
from dataclasses import dataclass, field

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from casework import vault
from casework.vault import Vault

from . import accounts
from .models import Credential, Person


@dataclass(frozen=True, slots=True)
class Known:
    """What there is to compare with; for an unknown account, something that nothing fits."""

    person: Person | None
    credential: Credential | None
    salt: bytes
    verifier: bytes


@dataclass(frozen=True, slots=True)
class Anew:
    """The same password under the newest pepper: what stood in its place, and what comes there."""

    was: bytes
    verifier: bytes
    by_password: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Proof:
    """The password fitted: whose it is, and their private half. `anew`: where the pepper was rotated since."""

    person: Person
    credential: Credential
    private: bytes
    anew: Anew | None = None


def look_up(db: Session, email: str) -> Known:
    """One statement, whoever it is."""
    index = accounts.email_index(db, email)
    row = db.execute(
        select(Person, Credential)
        .join(Credential, (Credential.person_id == Person.id) & (Credential.generation == Person.generation))
        .where(Person.email_index == index, Person.state == "active")
    ).one_or_none()
    if row is None:
        return Known(None, None, index[:16], os.urandom(32))
    return Known(row.Person, row.Credential, row.Credential.salt, row.Credential.verifier)


def of_person(db: Session, person_id: int) -> Known:
    """For whom we know already: step-up, a new password."""
    person = db.get_one(Person, person_id)
    credential = db.get(Credential, (person_id, person.generation))
    if credential is None:  # they sign in elsewhere, and have no password here
        return Known(person, None, bytes(16), os.urandom(32))
    return Known(person, credential, credential.salt, credential.verifier)


def prove(known_vault: Vault, known: Known, password: str) -> Proof | None:
    """One Argon2id, outside any transaction; and the same work whether or not the pepper is the newest."""
    known_vault.refresh()
    newest = known_vault.keyring.version
    pepper = vault.passwords.pepper_of(known.credential.by_password) if known.credential is not None else newest
    stretched = vault.passwords.stretched(normal(password), known.salt)
    key, verifier = vault.passwords.peppered(known_vault, stretched, pepper)
    fresh_key, fresh = vault.passwords.peppered(known_vault, stretched, newest)
    if not hmac.compare_digest(verifier, known.verifier) or known.person is None or known.credential is None:
        return None
    row = known.credential
    owner = row.person_id, row.generation
    private = vault.passwords.unwrap(known_vault, key, owner, "password", row.by_password)
    wrapped = vault.passwords.wrap(known_vault, fresh_key, owner, "password", private, newest)
    return Proof(known.person, row, private, Anew(verifier, fresh, wrapped) if pepper != newest else None)


def follow_pepper(db: Session, proof: Proof) -> None:
    """Whoever signs in after a rotation is under the newest pepper from then on, unless they took another password
    meanwhile. It is the same password, so nobody is told, and a backup from before loses nothing."""
    if (anew := proof.anew) is None:
        return
    row = proof.credential
    own = (Credential.person_id == row.person_id, Credential.generation == row.generation)
    same = update(Credential).where(*own, Credential.verifier == anew.was)
    db.execute(same.values(verifier=anew.verifier, by_password=anew.by_password))


def normal(password: str) -> str:
    """NFC, so that the same keys give the same password on every machine."""
    return unicodedata.normalize("NFC", password)
