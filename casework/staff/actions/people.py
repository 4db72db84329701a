"""Accounts: the administrator makes them, a lead admits them and gives the roles that hold cases."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from casework import vault
from casework.access import Action, in_place, relations, require, walls
from casework.audit import HouseTag, trail
from casework.cases.actions import leaving
from casework.db import utc_now
from casework.mail import Notice, office_of, send_link
from casework.people import (
    CASE_HOLDING,
    Actor,
    Role,
    accounts,
    addresses,
    admissions,
    employees,
    founders,
    grants,
    organisation,
)
from casework.people.links import LASTS
from casework.people.models import Person, RoleGrant
from casework.people.standing import in_charge, standing
from casework.settings import N_, Said
from casework.staff.queries.people import suspending

from . import told

NOBODY_LEFT = N_("There would be nobody left with this role, or in its place. Give it to somebody else first.")


@dataclass(frozen=True, slots=True)
class Link:
    """To be handed over in person, shown once; without a token it was mailed to them, and nobody else saw it."""

    person_id: int
    token: str = field(repr=False)
    expires_at: datetime


class Refused(Exception):
    """It cannot be done as things stand; `why` is for the person who asked."""

    def __init__(self, why: Said) -> None:
        super().__init__(str(why))
        self.why = why


def invite(
    db: Session, *, by: Actor, name: str, email: str, duty: str, number: str, now: datetime, mailed: bool = False
) -> Link:
    """Make an account and the link to enrol with; `mailed`: to them, where mail is sent at all. accounts.Taken when
    the address has one."""
    require(by, Action.MAKE_ACCOUNTS)
    zone = organisation.read(db).zone
    person = accounts.make(db, name=name, email=email, duty=duty, by=by.id, now=now, zone=zone)
    _find_line(db, person, number)
    return _link(db, person, by, now, mailed=mailed and office_of(db) is not None)


def new_link(db: Session, person: Person, *, by: Actor, now: datetime, mailed: bool = False) -> Link:
    """For whom the first ran out; or, for who lost everything, to begin a new generation, which a lead admits anew and
    whose link is mailed wherever it can be."""
    require(by, Action.MAKE_ACCOUNTS)
    if person.state in ("suspended", "left"):
        raise Refused(Said(N_("This account is suspended. Restore it first.")))
    if founders.awaited(db, person):
        raise Refused(Said(N_("Their first link admits them. A new one is made on the server: `casework link`.")))
    if addresses.blocked_until(db, person.id, now) is not None:
        raise Refused(
            Said(N_("Their e-mail address was changed within the last three days: no link is made until then."))
        )
    return _link(db, person, by, now, mailed=(mailed or bool(person.generation)) and office_of(db) is not None)


def admit(db: Session, person: Person, *, by: Actor, generation: int, now: datetime) -> None:
    """The lead compared the six words of this generation by voice."""
    require(by, Action.ADMIT)
    if relations.is_same(db, person.id, by.id):
        raise Refused(Said(N_("Nobody admits themselves. Ask another lead, or an alternate where there is none.")))
    if person.state != "active" or person.generation != generation:
        raise Refused(Said(N_("They enrolled again since you looked. Compare the new words with them.")))
    if admissions.of(db, person.id, generation) is None:
        admissions.admit(db, person.id, generation, by=by.id, now=now)
        done = {"person": person.id, "generation": generation}
        trail.record(db, by, HouseTag.PERSON_ADMITTED, **done, **in_place(by, Action.ADMIT))
        told.leads(db, Notice.COLLEAGUE_ADMITTED, but=by.id)
        told.of_account(db, person.id, Notice.ADMITTED)


def give_role(db: Session, person: Person, role: Role, *, by: Actor, now: datetime) -> None:
    """A lead gives the roles that hold cases, the administrator the others; who stands in, none to themselves."""
    action = Action.GIVE_CASE_ROLES if role in CASE_HOLDING else Action.GIVE_ROLES
    require(by, action)
    if in_place(by, action) and relations.is_same(db, person.id, by.id):
        raise Refused(Said(N_("Whoever stands in for others gives themselves no role.")))
    held = grants.roles_of(db, person.id)
    if Role.OUTSIDE in held | {role} and not held | {role} <= {Role.OUTSIDE, Role.COUNSEL}:
        raise Refused(Said(N_("Somebody from outside can be counsel, and has no other role beside it.")))
    if role is Role.OUTSIDE and role not in held and vault.readers.holds_any(db, person.id):
        raise Refused(Said(N_("Whoever holds keys here is not from outside: these would have no last day.")))
    if role not in held:
        grants.give(db, person.id, role, by=by.id, now=now)
        trail.record(db, by, HouseTag.ROLE_GIVEN, person=person.id, role=role.value, **in_place(by, action))
        told.leads(db, Notice.ROLES_CHANGED, but=by.id)


def end_role(db: Session, grant: RoleGrant, *, by: Actor, now: datetime) -> None:
    """As it is given, so it is ended; the last lead, the last administrator and whoever stands in for them stay."""
    role = Role(grant.role)
    action = Action.GIVE_CASE_ROLES if role in CASE_HOLDING else Action.GIVE_ROLES
    require(by, action)
    _not_the_last(db, grant.person_id, role)
    grants.end(db, grant, by=by.id, now=now)
    trail.record(db, by, HouseTag.ROLE_ENDED, person=grant.person_id, role=role.value, **in_place(by, action))
    told.leads(db, Notice.ROLES_CHANGED, but=by.id)


def suspend(db: Session, person: Person, *, by: Actor, cause: str = leaving.SUSPENDED) -> None:
    """At once: sessions end, nobody signs in, nothing new is sealed to them. `cause`: suspended, or left. The last lead
    is no exception where an alternate is there to stand in."""
    if person.id == by.id:
        raise Refused(Said(N_("Nobody suspends themselves.")))
    everybody = standing(db)
    action = suspending(everybody, person.id)
    require(by, action)
    if everybody[person.id].able and not in_charge(everybody.values(), but=person.id):
        raise Refused(Said(NOBODY_LEFT))
    leaving.begin(db, person, cause, by=by, now=utc_now(), **in_place(by, action))
    told.of_account(db, person.id, Notice.SUSPENDED)
    told.leads(db, Notice.COLLEAGUE_SUSPENDED, but=by.id)


def restore(db: Session, person: Person, *, by: Actor) -> None:
    require(by, Action.SUSPEND)
    if person.state in ("suspended", "left"):
        leaving.come_back(db, person, by=by, now=utc_now(), **in_place(by, Action.SUSPEND))
        told.of_account(db, person.id, Notice.SUSPENDED)
        told.leads(db, Notice.COLLEAGUE_SUSPENDED, but=by.id)


def describe(db: Session, person: Person, *, by: Actor, name: str, duty: str, number: str) -> None:
    """Name and duty as they stand on forms; the line of the directory, which only its number can set anew."""
    require(by, Action.MAKE_ACCOUNTS)
    person.name, person.duty = name, duty
    _find_line(db, person, number)
    trail.record(db, by, HouseTag.PERSON_CHANGED, person=person.id, **in_place(by, Action.MAKE_ACCOUNTS))


def _find_line(db: Session, person: Person, number: str) -> None:
    """Which line of the directory they are, by number or by address; and the walls that follow, at once."""
    before = person.employee_index
    if number:
        employees.link(db, person, number)
    else:
        employees.link_by_email(db)
    if person.employee_index != before:
        walls.recompute(db)


def _link(db: Session, person: Person, by: Actor, now: datetime, *, mailed: bool = False) -> Link:
    """Who has a key already gets it by mail: whoever starts this for them cannot finish it. Who has none, as the
    administrator chose: what a link is worth is settled by the six words that a lead compares, not by its way."""
    token = accounts.invite(db, person, now)
    if mailed:
        send_link(db, Notice.ENROL_LINK, to=person.id, path=f"/enrol/{token}", lasts=LASTS)
    made = {"person": person.id, "generation": person.generation + 1}
    trail.record(db, by, HouseTag.PERSON_INVITED, **made, **in_place(by, Action.MAKE_ACCOUNTS))
    return Link(person.id, "" if mailed else token, now + LASTS)


def _not_the_last(db: Session, person_id: int, role: Role) -> None:
    """Of whoever is not there any more no role is the last."""
    everybody = standing(db)
    others = [one for one in everybody.values() if one.able and one.id != person_id]
    if not everybody[person_id].able or role not in (Role.LEAD, Role.ADMINISTRATOR, Role.ALTERNATE):
        return
    stands_in = role is Role.ALTERNATE and any(one.has(Role.LEAD) for one in (*others, everybody[person_id]))
    if not stands_in and not any(one.has(role) for one in others):
        raise Refused(Said(NOBODY_LEFT))
