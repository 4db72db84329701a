"""Enrolment: a password, a recovery code and a second factor of one's own, and with them a key pair."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from casework import vault
from casework.vault import HolderKind, Unreadable, Vault

from . import codes, factors, noted, sessions
from .models import Credential, Person
from .sign_in import normal


@dataclass(frozen=True, slots=True)
class Prepared:
    """Everything that enrolling makes, before anything of it is kept. `recovery_code` is shown once. `pepper`: the
    version that key and verifier were made with."""

    private: bytes = field(repr=False)
    recovery_code: str = field(repr=False)
    totp: bytes | None = field(repr=False)
    salt: bytes
    key: bytes = field(repr=False)
    verifier: bytes = field(repr=False)
    pepper: int = 1


def prepare(known: Vault, password: str, *, second_factor: bool = True) -> Prepared:
    """One Argon2id, outside any transaction."""
    salt, pepper = vault.passwords.new_salt(), known.keyring.version
    key, verifier = vault.passwords.derive(known, normal(password), salt, pepper)
    totp = codes.new_secret() if second_factor else None
    code = vault.passwords.new_recovery_code()
    return Prepared(vault.hpke.new_private(), code, totp, salt, key, verifier, pepper)


def begin(
    db: Session, person: Person, made: Prepared, now: datetime, *, generation: int | None = None
) -> Credential:  # fmt: skip
    """Keep it in the place of the next generation, where it opens nothing until it is confirmed. Beginning again takes
    the place of this. `generation`: whose private half it is, if not the next one's."""
    owner, known = (person.id, generation or person.generation + 1), vault.of(db)
    if (earlier := begun(db, person)) is not None:
        db.delete(earlier)
        db.flush()
    recovery_key = vault.passwords.recovery_key(known, made.recovery_code, made.pepper)
    row = Credential(
        person_id=person.id,
        generation=person.generation + 1,
        salt=made.salt,
        verifier=made.verifier,
        by_password=vault.passwords.wrap(known, made.key, owner, "password", made.private, made.pepper),
        by_recovery_code=vault.passwords.wrap(known, recovery_key, owner, "recovery", made.private, made.pepper),
        changed_at=now,
    )
    row.totp = codes.seal(db, row, made.totp) if made.totp is not None else None
    db.add(row)
    db.flush()
    return row


def begun(db: Session, person: Person) -> Credential | None:
    """What waits to be confirmed."""
    return db.get(Credential, (person.id, person.generation + 1))


def recover(db: Session, credential: Credential, code: str, *, generation: int | None = None) -> bytes | None:
    """The private half by its recovery code: proof that it was written down right. `generation`: as it was begun."""
    known = vault.of(db)
    try:
        pepper = vault.passwords.pepper_of(credential.by_recovery_code)
        key = vault.passwords.recovery_key(known, code, pepper)
        owner = credential.person_id, generation or credential.generation
        return vault.passwords.unwrap(known, key, owner, "recovery", credential.by_recovery_code)
    except Unreadable:
        return None


def confirm(db: Session, person: Person, credential: Credential, private: bytes, now: datetime) -> None:
    """The generation counts from now on: its public half is published, sessions of an earlier one end."""
    person.generation, person.state, credential.changed_at = credential.generation, "active", now
    public = vault.hpke.public_of(private)
    vault.pairs.publish(db, HolderKind.PERSON, person.id, public, generation=credential.generation)
    factors.forget_earlier(db, person)
    sessions.end_all(db, person.id)
    noted.generation(db, person)
    db.flush()


def settle(db: Session, person: Person, waiting: Credential, now: datetime) -> None:
    """What was begun for the key that they have counts from now on, in the place of any password before it."""
    if (earlier := db.get(Credential, (person.id, person.generation))) is not None:
        db.delete(earlier)
    kept = {column.key: getattr(waiting, column.key) for column in Credential.__table__.columns}
    db.delete(waiting)
    db.flush()
    row = Credential(**{**kept, "generation": person.generation, "changed_at": now})
    db.add(row)
    noted.password(db, row)
    db.flush()


def fingerprint(db: Session, person: Person) -> str:
    """Six words of the current generation's public half."""
    return vault.pairs.fingerprint(vault.pairs.current(db, HolderKind.PERSON, person.id).key)


def change_password(db: Session, credential: Credential, private: bytes, made: Prepared, now: datetime) -> None:
    """The same private half under another password; the recovery code and the second factor stay."""
    known = vault.of(db)
    credential.salt, credential.verifier, credential.changed_at = made.salt, made.verifier, now
    owner = credential.person_id, credential.generation
    credential.by_password = vault.passwords.wrap(known, made.key, owner, "password", private, made.pepper)
    noted.password(db, credential)
    db.flush()
