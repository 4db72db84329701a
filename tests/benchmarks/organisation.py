"""An installation to measure on: made by `casework init`, with a lead and twenty specialists who can sign in."""

import hashlib
import json
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import vault
from casework.cases.queries import routing
from casework.db import Database, new_id, utc_now
from casework.people import Actor, ActorKind, Role, accounts, admissions, enrolment, grants, sessions
from casework.people.models import Credential, Person, Route, Site
from casework.settings import Settings
from casework.vault import Holder, HolderKind, Vault
from tests import installation

PASSWORD = "a long sentence that nobody else has"
SPECIALISTS = 20
STAFF = "staff.json"


@dataclass(frozen=True)
class Organisation:
    """Where it lies, and everybody who works cases in it: the lead first, then the specialists."""

    settings: Settings
    staff: tuple[Actor, ...]

    @property
    def lead(self) -> Actor:
        return self.staff[0]

    @property
    def specialists(self) -> tuple[Actor, ...]:
        return self.staff[1:]

    def open(self) -> Database:
        return Database(self.settings.database_url, {"vault": self.vault()})

    def vault(self) -> Vault:
        return Vault.load(self.settings.keyring, self.settings.journal)


def settings_of(folder: Path, port: int = 8000) -> Settings:
    return Settings.from_environment({"CASEWORK_DIR": str(folder), "CASEWORK_PORT": str(port)})


def make(folder: Path) -> Organisation:
    """A fresh installation in `folder`, its people enrolled and admitted, its reports routed."""
    installation.found(folder)
    settings = settings_of(folder)
    keys = Vault.load(settings.keyring, settings.journal)
    database = Database(settings.database_url, {"vault": keys})
    made = enrolment.prepare(keys, PASSWORD)
    with database.transaction() as db:
        lead = _enrol(db, _founder(db), made)
        staff = [lead, *(add(db, f"Specialist {number}", made, Role.SPECIALIST) for number in range(SPECIALISTS))]
        db.add(Site(id=new_id(), name="Utrecht", zone="Europe/Amsterdam", country="NL", danger="112"))
        for actor in staff[:3]:
            _route(db, actor, routing.READER)
        _route(db, lead, routing.IDENTITY)
    database.dispose()
    private = [(actor.id, actor.holder.private.hex()) for actor in staff if actor.holder is not None]
    (folder / STAFF).write_text(json.dumps(private))
    return Organisation(settings, tuple(staff))


def read(folder: Path) -> Organisation:
    """The one that was made there before."""
    settings = settings_of(folder)
    database = Database(settings.database_url, {"vault": Vault.load(settings.keyring, settings.journal)})
    with database.reading() as db:
        known = {person.id: person for person in db.scalars(select(Person))}
        staff = [
            _actor(known[id_], bytes.fromhex(private), *grants.roles_of(db, id_))
            for id_, private in json.loads((folder / STAFF).read_text())
        ]
    database.dispose()
    return Organisation(settings, tuple(staff))


def add(db: Session, name: str, made: enrolment.Prepared, *roles: Role) -> Actor:
    """One more account, with the password of all."""
    address = f"{hashlib.sha256(name.encode()).hexdigest()[:12]}@example.org"
    person = accounts.make(db, name=name, email=address, by=0, now=utc_now(), zone="Europe/Amsterdam")
    actor = _enrol(db, person, made, *roles)
    admissions.admit(db, person.id, person.generation, by=0, now=utc_now())
    return actor


def sign_in(db: Session, actor: Actor) -> str:
    """A whole session; the cookie's value."""
    assert actor.holder is not None
    person = db.get_one(Person, actor.id)
    return sessions.start(db, person, actor.holder.private, full=True, device="benchmark", now=utc_now())


def address_of(db: Session, person_id: int) -> str:
    return accounts.email_of(db, db.get_one(Person, person_id))


def size(folder: Path) -> int:
    """How many cases are in it."""
    with sqlite3.connect(settings_of(folder).database_url.removeprefix("sqlite:///")) as raw:
        found: int = raw.execute('SELECT count(*) FROM "case"').fetchone()[0]
    return found


def _founder(db: Session) -> Person:
    return db.scalars(select(Person).where(Person.name == "Ingrid Dahl")).one()


def _enrol(db: Session, person: Person, made: enrolment.Prepared, *roles: Role) -> Actor:
    """A pair of their own under the password that everybody has here."""
    private = vault.hpke.new_private()
    own = enrolment.Prepared(private, made.recovery_code, made.totp, made.salt, made.key, made.verifier)
    credential: Credential = enrolment.begin(db, person, own, utc_now())
    enrolment.confirm(db, person, credential, private, utc_now())
    for role in roles:
        grants.give(db, person.id, role, by=0, now=utc_now())
    return _actor(person, private, *grants.roles_of(db, person.id))


def _actor(person: Person, private: bytes, *roles: Role) -> Actor:
    holder = Holder(HolderKind.PERSON, person.id, person.generation, private)
    return Actor(ActorKind.PERSON, person.id, person.name, frozenset(roles), True, holder, zone="Europe/Amsterdam")


def _route(db: Session, actor: Actor, duty: str) -> None:
    route = Route(
        id=new_id(), kind="", site_id=0, person_id=actor.id, duty=duty, set_by=actor.id, set_at=utc_now(), mac=b""
    )
    route.mac = vault.rows.mac(db, "route", *routing.route_parts(route))
    db.add(route)
    db.flush()
