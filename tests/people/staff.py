"""People for these tests: enrolled in one go, with what they know and carry."""

from dataclasses import dataclass
from datetime import UTC, datetime

from casework import vault
from casework.db import Database
from casework.people import Role, accounts, admissions, enrolment, grants
from casework.people.codes import STEP, _totp
from casework.vault import Holder, HolderKind

NOW = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
PASSWORD = "a kettle sings in the hall"


@dataclass(frozen=True)
class Colleague:
    id: int
    email: str
    private: bytes
    totp: bytes
    recovery_code: str

    @property
    def holder(self) -> Holder:
        return Holder(HolderKind.PERSON, self.id, 1, self.private)

    def code(self, at: datetime) -> str:
        return code(self.totp, at)


def code(secret: bytes, at: datetime) -> str:
    return _totp(secret).generate(int(at.timestamp()) // STEP * STEP).decode()


def enrolled(
    database: Database, name: str, *roles: Role, admitted: bool = True, now: datetime = NOW, second_factor: bool = True
) -> Colleague:
    with database.reading() as db:
        known = vault.of(db)
    made = enrolment.prepare(known, PASSWORD, second_factor=second_factor)
    email = f"{name.lower()}@example.org"
    with database.transaction() as db:
        person = accounts.make(db, name=name, email=email, by=0, now=now)
        for role in roles:
            grants.give(db, person.id, role, by=0, now=now)
        credential = enrolment.begin(db, person, made, now)
        enrolment.confirm(db, person, credential, made.private, now)
        if admitted:
            admissions.admit(db, person.id, person.generation, by=0, now=now)
    return Colleague(person.id, email, made.private, made.totp or b"", made.recovery_code)
