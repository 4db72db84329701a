"""What a restored backup must not undo of accounts: each act as a line of the journal (`again` reads them)."""

from datetime import datetime

from sqlalchemy.orm import Session

from casework import vault

from .models import Credential, Person, RoleGrant


def generation(db: Session, person: Person) -> None:
    """They have another key pair: to the one before nothing is sealed, and nobody signs in with it."""
    vault.journal.note(db, "generation", person=person.id, generation=person.generation)


def password(db: Session, credential: Credential) -> None:
    """There is another password: every one before it is worth nothing."""
    _credential(db, credential, "password")


def phone(db: Session, credential: Credential) -> None:
    """Another phone, or none: codes of the one before are worth nothing."""
    _credential(db, credential, "phone")


def factors(db: Session, person_id: int, now: datetime) -> None:
    """Passkeys and printed codes from before are worth nothing."""
    vault.journal.note(db, "factors", person=person_id, at=now.isoformat())


def passkey_gone(db: Session, person_id: int, passkey_id: int) -> None:
    vault.journal.note(db, "passkey-gone", person=person_id, passkey=passkey_id)


def printed_used(db: Session, person_id: int, tag: bytes) -> None:
    """A code from the paper, by the tag of its row."""
    vault.journal.note(db, "printed-used", person=person_id, tag=tag.hex())


def taken_back(db: Session, person_id: int, generation: int) -> None:
    """The server keeps their key no longer."""
    vault.journal.note(db, "key-taken-back", person=person_id, generation=generation)


def address(db: Session, person_id: int, now: datetime) -> None:
    """They have another e-mail address: to the one before no link to a new password is mailed."""
    vault.journal.note(db, "address", person=person_id, at=now.isoformat())


def standing(db: Session, person: Person) -> None:
    """Suspended, restored, left."""
    vault.journal.note(db, "standing", person=person.id, state=person.state)


def role_ended(db: Session, grant: RoleGrant, by: int, now: datetime) -> None:
    vault.journal.note(db, "role-ended", grant=grant.id, by=by, at=now.isoformat())


def passkey_shut(db: Session, person_id: int, passkey_id: int) -> None:
    """It is a second factor and no more: it does not open its owner's key alone."""
    vault.journal.note(db, "passkey-shut", person=person_id, passkey=passkey_id)


def membership_ended(db: Session, case_id: int, person_id: int, now: datetime) -> None:
    """Of a case: whether or not there were seals to end with it."""
    if not vault.secrets.is_new(db, case_id):
        vault.journal.note(db, "membership-ended", case=case_id, person=person_id, at=now.isoformat())


def _credential(db: Session, credential: Credential, what: str) -> None:
    whose = {"person": credential.person_id, "generation": credential.generation}
    vault.journal.note(db, "credential", **whose, what=what, at=credential.changed_at.isoformat())
