"""The cast: one member a role and relation, on one case, so that every page and every rule meets all of them."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from casework import vault
from casework.access.relations import EMPLOYEE
from casework.cases.actions import declarations, members, opening
from casework.cases.actions.newcomers import NewParty, NewReporter
from casework.cases.models import Case
from casework.cases.queries.routing import Readers
from casework.db import Database, new_id
from casework.people import VISITOR, Actor, ActorKind, Role, admissions, employees, grants
from casework.people.accounts import email_index
from casework.people.models import Employee, Person, Site
from casework.vault import Holder, HolderKind

RECEIVED = datetime(2026, 10, 3, 9, 30, tzinfo=UTC)
SECRET = "MARKER-7Q4 remarks about a pregnancy"


@dataclass
class Cast:
    """Actors by name. `case` is one of `lead` and `specialist`; `removed` was on it; `party` is its respondent."""

    database: Database
    site_id: int = 0
    case_id: int = 0
    number: str = ""
    receipt: str = ""
    actors: dict[str, Actor] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Actor:
        return self.actors[name]

    @property
    def staff(self) -> dict[str, Actor]:
        return {name: actor for name, actor in self.actors.items() if actor.kind is ActorKind.PERSON}

    def case(self, db: Session) -> Case:
        return db.get_one(Case, self.case_id)


STAFF: dict[str, tuple[Role, ...]] = {
    "lead": (Role.LEAD,),
    "specialist": (Role.SPECIALIST,),
    "colleague": (Role.SPECIALIST,),
    "removed": (Role.SPECIALIST,),
    "party": (Role.SPECIALIST,),
    "counsel": (Role.COUNSEL,),
    "eap": (Role.EAP,),
    "interviewer": (Role.INTERVIEWER,),
    "dpo": (Role.DPO,),
    "administrator": (Role.ADMINISTRATOR,),
    "auditor": (Role.AUDITOR,),
    "alternate": (Role.ALTERNATE,),
}


def person(db: Session, name: str, *roles: Role, number: str = "", admitted: bool = True) -> Actor:
    """Somebody of staff with a key pair, signed in."""
    id_, private, now = new_id(), vault.hpke.new_private(), datetime.now(UTC)
    address = f"{name}@example.org"
    row = Person(
        id=id_,
        name=f"{name.capitalize()} Example",
        email=vault.field.seal(db, Person.email, id_, address),
        email_index=email_index(db, address),
        employee_index=vault.field.index(db, EMPLOYEE, number) if number else None,
        state="active",
        generation=1,
        created_at=now,
    )
    db.add(row)
    db.flush()
    vault.pairs.publish(db, HolderKind.PERSON, id_, vault.hpke.public_of(private))
    if admitted:
        admissions.admit(db, id_, 1, by=id_, now=now)
    for role in roles:
        grants.give(db, id_, role, by=id_, now=now)
    holder = Holder(HolderKind.PERSON, id_, 1, private)
    return Actor(ActorKind.PERSON, id_, row.name, frozenset(roles), admitted, holder, zone="Europe/Amsterdam")


def employee(db: Session, number: str, name: str, *, manager: str = "", same_as: str = "") -> Employee:
    """A line of the directory."""
    id_ = new_id()
    row = Employee(
        id=id_,
        tag=vault.field.index(db, EMPLOYEE, number),
        manager_tag=vault.field.index(db, EMPLOYEE, manager) if manager else None,
        same_as=vault.field.index(db, EMPLOYEE, same_as) if same_as else None,
        number=vault.field.seal(db, Employee.number, id_, number),
        name=vault.field.seal(db, Employee.name, id_, name),
        name_tag=vault.field.index(db, "employee name", name),
        email=vault.field.seal(db, Employee.email, id_, ""),
        email_tag=None,
        employer=vault.field.seal(db, Employee.employer, id_, ""),
        agreement=vault.field.seal(db, Employee.agreement, id_, ""),
        imported_at=datetime.now(UTC),
    )
    db.add(row)
    db.flush()
    return row


def one_person(database: Database, *ids: int, number: str = "P-7") -> None:
    """From now on these accounts are of one line of the directory."""
    with database.transaction() as db:
        for id_ in ids:
            employees.link(db, db.get_one(Person, id_), number)


def site(db: Session) -> int:
    row = Site(id=new_id(), name="Utrecht", zone="Europe/Amsterdam", country="NL", danger="112")
    db.add(row)
    db.flush()
    return row.id


def assemble(database: Database) -> Cast:
    """Everybody, and one anonymous report that is about one of them."""
    cast = Cast(database, receipt=vault.receipts.make())
    with database.reading() as db:
        opened_by = vault.receipts.derive(vault.of(db), cast.receipt)
    with database.transaction() as db:
        cast.site_id = site(db)
        employee(db, "P-1", "Viktor Hale")
        for name, roles in STAFF.items():
            cast.actors[name] = person(db, name, *roles, number="P-1" if name == "party" else "")
        on_it = tuple(cast[name].id for name in ("lead", "specialist", "removed"))
        opened = opening.open_case(
            db,
            kind="harassment",
            channel="form",
            site_id=cast.site_id,
            title="",
            narrative=SECRET,
            readers=Readers(on_it, (cast["lead"].id,), (cast["alternate"].id,)),
            by=VISITOR,
            received_at=RECEIVED,
            particulars={"place": "Packing hall"},
            reporter=NewReporter("anonymous", receipt=opened_by),
            parties=[NewParty("respondent", "Viktor Hale", number="P-1")],
        )
        cast.case_id, cast.number = opened.case.id, opened.case.number
        assert opened.party is not None
        holder = Holder(HolderKind.REPORTER, opened.party.id, 1, opened_by.private)
        cast.actors["reporter"] = Actor(ActorKind.REPORTER, opened.party.id, holder=holder)
        cast.actors["stranger"] = VISITOR
    _leave_one(cast)
    return cast


def _leave_one(cast: Cast) -> None:
    with cast.database.transaction() as db:
        for name in ("lead", "specialist", "removed"):
            declarations.declare(db, cast.case(db), by=cast[name], conflict=False)
        members.remove(db, cast.case(db), cast["removed"].id, by=cast["lead"])
