"""Proving who one is. Known account or not: the same statements, the same key stretching, the same answer."""

import hmac
import os
import unicodedata
from dataclasses import dataclass

from sqlalchemy import select
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
class Proof:
    """The password fitted: whose it is, and their private half."""

    person: Person
    credential: Credential
    private: bytes


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
    """One Argon2id, outside any transaction."""
    pepper = vault.passwords.pepper_of(known.credential.by_password) if known.credential is not None else None
    key, verifier = vault.passwords.derive(known_vault, normal(password), known.salt, pepper)
    if not hmac.compare_digest(verifier, known.verifier) or known.person is None or known.credential is None:
        return None
    row = known.credential
    private = vault.passwords.unwrap(known_vault, key, (row.person_id, row.generation), "password", row.by_password)
    return Proof(known.person, row, private)


def normal(password: str) -> str:
    """NFC, so that the same keys give the same password on every machine."""
    return unicodedata.normalize("NFC", password)
