"""One's own second factors, as their pages show them; and what a browser is told when a passkey shall sign."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from casework.db import Database
from casework.people import Actor, accounts, challenges, factors, organisation, passkeys, printed
from casework.people.challenges import Use
from casework.people.factors import Held
from casework.people.models import Passkey, Person
from casework.people.passkeys import Place


@dataclass(frozen=True, slots=True)
class Key:
    """One passkey. `opens`: it signs in alone. `can_open`: it could, as far as its browser said."""

    id: int
    name: str
    opens: bool
    can_open: bool
    created_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Factors:
    """`possible`: browsers have passkeys for this address."""

    held: Held
    passkeys: list[Key]
    possible: bool

    @property
    def few(self) -> bool:
        """So few printed codes that it is time for new ones."""
        return self.held.printed <= printed.FEW


def mine(database: Database, actor: Actor, place: Place | None) -> Factors:
    with database.reading() as db:
        rows = passkeys.own(db, db.get_one(Person, actor.id))
        return Factors(factors.held(db, actor.id), [_key(db, row) for row in rows], place is not None)


def held(database: Database, actor: Actor) -> Held:
    with database.reading() as db:
        return factors.held(db, actor.id)


def key(database: Database, actor: Actor, passkey_id: int) -> Key | None:
    with database.reading() as db:
        row = passkeys.one(db, actor.id, passkey_id)
        return _key(db, row) if row is not None else None


def account_of(database: Database, actor: Actor) -> tuple[str, str]:
    """Whose phone or passkey it is to be, and where: as the device shows them."""
    with database.reading() as db:
        return accounts.email_of(db, db.get_one(Person, actor.id)), _organisation(db)


def to_create(database: Database, actor: Actor, place: Place | None, whose: str, now: datetime) -> str:
    """For a new passkey; empty where there can be none."""
    if place is None:
        return ""
    with database.reading() as db:
        person = db.get_one(Person, factors.credential_of(db, actor.id).person_id)
        challenge = challenges.make(db, Use.ADD, whose, now)
        email = accounts.email_of(db, person)
        told = passkeys.creating(
            db, place, person, email=email, organisation=_organisation(db), challenge=challenge
        )  # fmt: skip
        return json.dumps(told)


def to_sign(database: Database, actor: Actor, place: Place | None, use: Use, whose: str, now: datetime) -> str:
    """For any of their passkeys; empty when they have none. At step-up one that opens their key says its secret."""
    if place is None:
        return ""
    with database.reading() as db:
        rows = passkeys.own(db, db.get_one(Person, actor.id))
        secret = use is Use.STEP_UP and any(row.wrapped is not None for row in rows)
        challenge = challenges.make(db, use, whose, now)
        return json.dumps(passkeys.asking(db, place, challenge, rows, secret=secret)) if rows else ""


def to_open(database: Database, actor: Actor, place: Place | None, passkey_id: int, whose: str, now: datetime) -> str:
    """For one of them, that shall open the key alone from now on."""
    with database.reading() as db:
        row = passkeys.one(db, actor.id, passkey_id)
        if place is None or row is None or row.wrapped is not None:
            return ""
        challenge = challenges.make(db, Use.OPEN, whose, now)
        return json.dumps(passkeys.asking(db, place, challenge, [row], secret=True, sure=True))


def to_enter(database: Database, place: Place | None, browser: str, now: datetime) -> str:
    """For whoever it may be: no account is asked for, and none is told of."""
    if place is None:
        return ""
    with database.reading() as db:
        challenge = challenges.make(db, Use.SIGN_IN, browser, now)
        return json.dumps(passkeys.asking(db, place, challenge, secret=True, sure=True))


def _key(db: Session, row: Passkey) -> Key:
    opens = row.wrapped is not None
    return Key(row.id, passkeys.name_of(db, row), opens, row.can_open, row.created_at, row.used_at)


def _organisation(db: Session) -> str:
    return organisation.read(db).organisation or "Casework"
