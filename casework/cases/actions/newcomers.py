"""People who come onto a case: their row, sealed into the right room, and for a reporter the rooms of their own."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from casework import vault
from casework.access import Forbidden, relations
from casework.cases.models import Case, Party
from casework.db import new_id, utc_now
from casework.people import Actor
from casework.settings import N_
from casework.vault import Compartment, HolderKind
from casework.vault.building import Wanted
from casework.vault.pairs import PublicHalf
from casework.vault.receipts import Receipt
from casework.vault.room import Room

ANONYMOUS, CONFIDENTIAL, NAMED = "anonymous", "confidential", "named"
COMPLAINANT, RESPONDENT, WITNESS = "complainant", "respondent", "witness"
MANAGER, COMPANION, REPORTER = "manager", "companion", "reporter"
CONCERNED = (COMPLAINANT, RESPONDENT)
"""Whom the outcome is told."""
ROLES = (COMPLAINANT, RESPONDENT, WITNESS, MANAGER, COMPANION, REPORTER)
RELATIONS = ("employee", "ex-employee", "agency worker", "outsider")


@dataclass(frozen=True, slots=True)
class NewParty:
    """Somebody a case is about. `number` or an exact name or address finds them in the directory."""

    role: str
    name: str
    contact: str = ""
    relation: str = "employee"
    employer: str = ""
    department: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class NewReporter:
    """Who reports. Without a receipt (by phone) one can be made later; an anonymous one has no name and no tag."""

    mode: str
    name: str = ""
    contact: str = ""
    receipt: Receipt | None = None
    employee_tag: bytes | None = None
    role: str = COMPLAINANT
    relation: str = "employee"
    department: str = ""


def tag_of(db: Session, party: NewParty) -> bytes | None:
    return relations.find(db, number=party.number, name=party.name, email=party.contact)


def enter_party(db: Session, case: Case, file: Room, new: NewParty, *, by: Actor, tag: bytes | None) -> Party:
    """A row whose name and contact are the file's."""
    id_ = new_id()
    party = Party(
        id=id_,
        case_id=case.id,
        role=new.role,
        relation=new.relation,
        name=file.seal(Party.name, id_, new.name) if new.name else None,
        contact=file.seal(Party.contact, id_, new.contact) if new.contact else None,
        employer=file.seal(Party.employer, id_, new.employer) if new.employer else None,
        department=new.department,
        employee_tag=tag,
        added_at=utc_now(),
        added_by=by.id,
    )
    db.add(party)
    db.flush()
    return party


def reporter_of(case: Case, new: NewReporter, *, by: Actor) -> Party:
    """Their row, still without a name and not yet added: both wait for the rooms that are built next."""
    return Party(
        id=new_id(),
        case_id=case.id,
        role=new.role,
        relation=new.relation,
        mode=new.mode,
        is_reporter=True,
        department=new.department,
        employee_tag=new.employee_tag if new.mode == NAMED else None,
        receipt=new.receipt.lookup if new.receipt else None,
        added_at=utc_now(),
        added_by=by.id,
    )


def name_reporter(party: Party, file: Room, identity: Room, new: NewReporter) -> None:
    """A confidential name lies in `identity`, an anonymous one nowhere."""
    if new.mode != ANONYMOUS:
        name_in(party, file if new.mode == NAMED else identity, new.name, new.contact)


def quarters(
    db: Session, party: Party, receipt: Receipt | None, file_halves: Iterable[PublicHalf],
    identity_halves: Iterable[PublicHalf],
) -> tuple[Wanted, Wanted]:  # fmt: skip
    """Somebody's dialogue and identity, to be built. The dialogue is theirs too as soon as they have a receipt."""
    own = [give_receipt(db, party, receipt)] if receipt else []
    readers = _free(file_halves, Compartment.DIALOGUE)
    keepers = _free(identity_halves, Compartment.IDENTITY)
    return (Compartment.DIALOGUE, party.id, [*readers, *own]), (Compartment.IDENTITY, party.id, keepers)


def _free(halves: Iterable[PublicHalf], compartment: Compartment) -> list[PublicHalf]:
    found = [half for half in halves if compartment not in half.barred]
    if not found:
        raise Forbidden(
            N_("The server keeps the key of everybody who would read this room; it is sealed to no such key.")
        )
    return found


def give_receipt(db: Session, party: Party, receipt: Receipt) -> PublicHalf:
    """The receipt finds the row; its public half is published, its private half is nowhere."""
    party.receipt, party.is_reporter = receipt.lookup, True
    return vault.pairs.publish(db, HolderKind.REPORTER, party.id, receipt.public, case=party.case_id)


def name_in(party: Party, room: Room, name: str, contact: str) -> None:
    """Put name and contact into a room; the row says which."""
    party.room = room.compartment.value
    party.name = room.seal(Party.name, party.id, name) if name else None
    party.contact = room.seal(Party.contact, party.id, contact) if contact else None
