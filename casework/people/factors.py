"""The second factors that somebody has, each of the current generation of their key; taken, given up, and replaced."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from casework.settings import N_

from . import codes, noted, printed, sessions
from .models import Credential, Passkey, Person, PrintedCode


@dataclass(frozen=True, slots=True)
class Held:
    """`phone`: it makes codes. `passkeys`: how many. `printed`: how many codes are left on paper."""

    phone: bool
    passkeys: int
    printed: int

    @property
    def lasting(self) -> int:
        """Those that are not used up: one of them always stays."""
        return int(self.phone) + self.passkeys


class NoPassword(Exception):
    """They sign in elsewhere: there is no password here, and nothing beside it."""

    reasons = (N_("You have no password here: the server keeps your key. Choose one first, under “Your key”."),)


def credential_of(db: Session, person_id: int) -> Credential:
    """How the current generation of somebody's key is opened. NoPassword where the server keeps it alone."""
    person = db.get_one(Person, person_id)
    if (found := db.get(Credential, (person_id, person.generation))) is None:
        raise NoPassword
    return found


def held(db: Session, person_id: int) -> Held:
    try:
        credential = credential_of(db, person_id)
    except NoPassword:
        return Held(phone=False, passkeys=0, printed=0)
    mine = (Passkey.person_id == person_id, Passkey.generation == credential.generation)
    passkeys = db.scalar(select(func.count()).select_from(Passkey).where(*mine)) or 0
    return Held(credential.totp is not None, passkeys, printed.left(db, person_id, credential.generation))


def take_phone(db: Session, credential: Credential, secret: bytes, code: str, now: datetime) -> bool:
    """Codes come from this phone from now on, and from no earlier one. False when its code does not fit."""
    if not codes.fits(credential, secret, code, now):
        return False
    credential.totp, credential.changed_at = codes.seal(db, credential, secret), now
    noted.phone(db, credential)
    db.flush()
    return True


def give_up_phone(db: Session, credential: Credential, now: datetime) -> None:
    credential.totp, credential.changed_at = None, now
    noted.phone(db, credential)
    db.flush()


def replace_factors(db: Session, credential: Credential, secret: bytes, code: str, now: datetime) -> bool:
    """For who lost what they had: one phone, whose code fits, in place of every second factor; all sessions end.
    Whoever calls this was shown a one-time link and the recovery code (`enrolment.recover`), never a link alone."""
    if not take_phone(db, credential, secret, code, now):
        return False
    db.execute(delete(Passkey).where(Passkey.person_id == credential.person_id))
    printed.forget(db, credential.person_id)
    noted.factors(db, credential.person_id, now)
    sessions.end_all(db, credential.person_id)
    return True


def forget_earlier(db: Session, person: Person) -> None:
    """A new generation has factors of its own: nothing opens the key of an earlier one."""
    for table in (Passkey, PrintedCode):
        db.execute(delete(table).where(table.person_id == person.id, table.generation != person.generation))
