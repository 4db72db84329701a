"""Accounts as their pages show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Action
from casework.db import Database
from casework.people import Actor, Role, accounts, admissions, custody, enrolment, factors, grants, links, role_claims
from casework.people.links import Purpose
from casework.people.models import Admission, OneTimeLink, Person, RoleGrant
from casework.people.standing import Standing, in_charge, standing


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of /people. `link_until`: an unused link is out. `asked`: roles that a directory asks a lead for."""

    standing: Standing
    link_until: datetime | None
    asked: Sequence[Role] = ()

    @property
    def waits(self) -> bool:
        return self.standing.state == "active" and not self.standing.admitted


@dataclass(frozen=True, slots=True)
class Account:
    """Everything that an account's page shows. `asked`: roles that a directory asks a lead for. `kept`: by the server,
    their key. `suspending`: what somebody must be allowed who suspends them, or calls them back."""

    person: Person
    email: str
    standing: Standing
    fingerprint: str
    admission: Admission | None
    admitted_by: str
    grants: list[RoleGrant]
    link_until: datetime | None
    asked: Sequence[Role] = ()
    kept: bool = False
    suspending: Action = Action.SUSPEND

    @property
    def waits(self) -> bool:
        return self.person.state == "active" and not self.standing.admitted


def everybody(db: Session, now: datetime) -> list[Listed]:
    """Who waits for a lead first, then by name. Three statements."""
    unused = select(OneTimeLink.person_id, OneTimeLink.expires_at).where(
        OneTimeLink.purpose == Purpose.ENROL.value, OneTimeLink.used_at.is_(None), OneTimeLink.expires_at > now
    )
    open_links = {row.person_id: row.expires_at for row in db.execute(unused)}
    asked = role_claims.proposals(db)
    found = [Listed(one, open_links.get(one.id), asked.get(one.id, ())) for one in standing(db).values()]
    return sorted(found, key=lambda one: not (one.waits or one.asked))


def account(db: Session, person_id: int, now: datetime) -> Account | None:
    person = db.get(Person, person_id)
    if person is None:
        return None
    admission = admissions.of(db, person.id, person.generation)
    by = db.get(Person, admission.by) if admission else None
    everybody = standing(db)
    return Account(
        person,
        accounts.email_of(db, person),
        everybody[person.id],
        enrolment.fingerprint(db, person) if person.generation else "",
        admission,
        by.name if by else "",
        grants.held(db, person.id),
        links.open_until(db, Purpose.ENROL, person.id, now),
        role_claims.proposals(db, person.id).get(person.id, ()),
        bool(custody.kept(db, [person.id])),
        suspending(everybody, person.id),
    )


def suspending(everybody: Mapping[int, Standing], person_id: int) -> Action:
    """What somebody must be allowed who suspends this person."""
    leads = [one.id for one in everybody.values() if one.able and one.has(Role.LEAD)]
    return Action.SUSPEND_LAST_LEAD if leads == [person_id] else Action.SUSPEND


def leads(db: Session, but: Actor) -> list[str]:
    """The other leads, or alternates where none is left: they are told of admissions and roles."""
    return [one.name for one in in_charge(standing(db).values()) if one.id != but.id]


def has_second_factor(database: Database, person_id: int) -> bool:
    with database.reading() as db:
        return factors.held(db, person_id).lasting > 0
