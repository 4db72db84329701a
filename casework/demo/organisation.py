"""Northfield Cooperative: its sites, its people as the directory has them, its staff, and who reads what comes in."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from casework import vault
from casework.access import relations
from casework.cases.queries import routing
from casework.clocks import Policy
from casework.db import new_id
from casework.files import Store
from casework.investigations.actions.templates import enter_ready
from casework.investigations.plans import KINDS
from casework.letters.actions import templates
from casework.letters.queries.templates import Head
from casework.people import Actor, ActorKind, Role, accounts, admissions, enrolment, grants, organisation
from casework.people.models import Employee, Route, Site
from casework.vault import Holder, HolderKind, Vault

from . import leavers, texts
from .accounts import ACCOUNTS, PASSWORD, Account

SITES = (
    ("Rotterdam", "Europe/Amsterdam", "NL", "112", "The company doctor: 010 555 0142\nSlachtofferhulp: 0900-0101"),
    ("Leeds", "Europe/London", "UK", "999", "Occupational health: 0113 496 0118\nSamaritans: 116 123"),
    ("Bremen", "Europe/Berlin", "DE", "112", "The company doctor: 0421 555 0133\nWeißer Ring: 116 006"),
    ("Portland", "America/Los_Angeles", "US-OR", "911", "Employee assistance: 503-555-0167\nCrisis line: 988"),
)
SETTINGS = {
    "organisation": "Northfield Cooperative",
    "zone": "Europe/Amsterdam",
    "danger": "112",
    "hours": "working days, 9:00 to 17:00",
    "phone": "010 555 0110",
    "support": "Employee assistance, for everybody and their families: +1 503 555 0167",
}
READERS = {
    "Rotterdam": ("specialist",), "Bremen": ("specialist",), "Leeds": ("specialist2",),
    "Portland": ("specialist", "specialist2"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Northfield:
    """Sites by town; staff as they act, by the first part of their address; where papers lie."""

    sites: Mapping[str, int]
    staff: Mapping[str, Actor]
    store: Store

    def zone(self, town: str) -> str:
        return next(zone for name, zone, *_ in SITES if name == town)


HEAD = Head(
    0, "Northfield Cooperative", "Employee relations\nHarbour Road 12, Northfield",
    "Northfield Cooperative, a cooperative of those who work in it",
)  # fmt: skip
"""Above and below every letter."""
Prepared = list[tuple[Account, enrolment.Prepared]]


def prepare(known: Vault) -> Prepared:
    """Keys and passwords: a stretching for each account, outside any transaction."""
    return [(account, enrolment.prepare(known, PASSWORD, second_factor=False)) for account in ACCOUNTS]


def found(db: Session, prepared: Prepared, store: Store, now: datetime, today: date) -> Northfield:
    """The organisation as it stood when Casework came, with everybody enrolled and admitted. `today`: from which it is
    told who leaves when."""
    sites = {name: _site(db, name, zone, country, danger, support) for name, zone, country, danger, support in SITES}
    staff = {account.key: _enrol(db, account, made, now) for account, made in prepared}
    organisation.write(db, SETTINGS, by=staff["admin"].id, now=now)
    organisation.write_policy(
        db, replace(Policy(), owner="Employee relations", triage_days=3), by=staff["lead"].id, now=now
    )
    for line in texts.directory().values():
        _employee(db, line, date(2008 + int(line.number) % 17, 1 + int(line.number) % 12, 1), None, now)
    for one in leavers.everybody():
        _employee(db, one.employee, one.starts_on(today), one.ends_on(today), now)
    for town, keys in READERS.items():
        for key in (*keys, "lead"):
            _route(db, sites[town], staff[key].id, routing.READER, staff["lead"].id, now)
    _route(db, 0, staff["lead"].id, routing.IDENTITY, staff["lead"].id, now)
    _route(db, 0, staff["alternate"].id, routing.ALTERNATE, staff["lead"].id, now)
    templates.change_head(db, HEAD, by=staff["lead"])
    enter_ready(db, KINDS)  # once for both halves of the history
    db.flush()
    return Northfield(sites, staff, store)


def _site(db: Session, name: str, zone: str, country: str, danger: str, support: str) -> int:
    id_ = new_id()
    db.add(Site(id=id_, name=name, zone=zone, country=country, danger=danger, support=support))
    return id_


def _enrol(db: Session, account: Account, made: enrolment.Prepared, now: datetime) -> Actor:
    person = accounts.make(
        db, name=account.name, email=account.email, duty=account.duty, by=0, now=now, zone=account.zone
    )
    if account.number:
        person.employee_index = relations.employee_tag(db, account.number)
    for role in account.roles:
        grants.give(db, person.id, role, by=0, now=now)
    credential = enrolment.begin(db, person, made, now)
    enrolment.confirm(db, person, credential, made.private, now)
    admissions.admit(db, person.id, person.generation, by=0, now=now)
    return Actor(
        ActorKind.PERSON,
        person.id,
        person.name,
        frozenset(account.roles),
        admitted=True,
        holder=Holder(HolderKind.PERSON, person.id, person.generation, made.private),
        stepped_up_at=now,
        zone=account.zone,
    )


def _employee(db: Session, line: texts.Employee, starts_on: date, ends_on: date | None, now: datetime) -> None:
    id_ = new_id()

    def server(name: str, text: str) -> bytes:
        return vault.field.seal(db, getattr(Employee, name), id_, text)

    db.add(
        Employee(
            id=id_,
            tag=relations.employee_tag(db, line.number),
            manager_tag=relations.employee_tag(db, line.manager) if line.manager else None,
            number=server("number", line.number),
            name=server("name", line.name),
            name_tag=vault.field.index(db, relations.NAME, line.name),
            email=server("email", line.email),
            email_tag=vault.field.index(db, relations.EMAIL, line.email),
            department=line.department,
            location=line.location,
            employer=server("employer", line.employer),
            agreement=server("agreement", ""),
            starts_on=starts_on,
            ends_on=ends_on,
            imported_at=now,
        )
    )


def _route(db: Session, site: int, person: int, duty: str, by: int, now: datetime) -> None:
    row = Route(id=new_id(), kind="", site_id=site, person_id=person, duty=duty, set_by=by, set_at=now)
    row.mac = vault.rows.mac(db, "route", *routing.route_parts(row))
    db.add(row)


def roles() -> frozenset[Role]:
    """Every role that one can try out."""
    return frozenset(role for account in ACCOUNTS for role in account.roles)
