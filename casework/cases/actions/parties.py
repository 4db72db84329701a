"""Whom a case is about. Staff who are a party, or in a respondent's line, lose their keys in the same transaction."""

from sqlalchemy.orm import Session

from casework import vault
from casework.access import Action, Forbidden, relations, walls
from casework.audit import Tag
from casework.cases.models import Case, Party
from casework.db import utc_now
from casework.people import Actor
from casework.settings import N_
from casework.vault import Compartment, Room
from casework.vault.receipts import Receipt

from . import case as cases
from . import declarations, letting_in, members
from .newcomers import CONCERNED, ROLES, NewParty, enter_party, give_receipt, tag_of


def add(db: Session, case: Case, room: Room, new: NewParty, *, by: Actor, version: int | None = None) -> Party:
    """Somebody comes onto the case; walls follow in the same transaction, with nobody told."""
    cases.begin(db, case, by, Action.WORK_CASE, version)
    if new.role not in ROLES:
        raise ValueError(f"no such role: {new.role}")
    if new.role in CONCERNED:
        cases.still_open(case)
    party = enter_party(db, case, room, new, by=by, tag=tag_of(db, new))
    _walls(db, case, new, by)
    declarations.renew(db, case, by)
    cases.touch(db, case, by, Tag.PARTY_ADDED, party=party.id)
    return party


def change(db: Session, case: Case, room: Room, party: Party, new: NewParty, *, by: Actor, version: int) -> None:
    """Put name, role or employer right. `version` is the case's; a confidential reporter's name is not for here."""
    cases.begin(db, case, by, Action.WORK_CASE, version)
    if party.room != Compartment.FILE.value:
        raise Forbidden(N_("Their name is not in the file."))
    if new.role in CONCERNED and new.role != party.role:
        cases.still_open(case)
    party.role, party.relation, party.department = new.role, new.relation, new.department
    if not party.is_reporter or party.mode == "named":
        party.name = room.seal(Party.name, party.id, new.name) if new.name else None
        party.contact = room.seal(Party.contact, party.id, new.contact) if new.contact else None
        party.employee_tag = tag_of(db, new)
    party.employer = room.seal(Party.employer, party.id, new.employer) if new.employer else None
    _walls(db, case, new, by)
    cases.touch(db, case, by, Tag.PARTY_CHANGED, party=party.id)


def end(db: Session, case: Case, party: Party, *, by: Actor, version: int) -> None:
    """They are no longer a party. Walls that stood for them alone fall; keys do not come back."""
    cases.begin(db, case, by, Action.WORK_CASE, version)
    if party.ended_at is None:
        party.ended_at = utc_now()
        letting_in.end_all(db, party)
        walls.recompute(db, case.id, by=by)
        cases.touch(db, case, by, Tag.PARTY_CHANGED, party=party.id, ended=1)


def make_receipt(db: Session, case: Case, party: Party, receipt: Receipt, *, by: Actor) -> None:
    """A receipt for a further complainant or a witness, and with it a dialogue of their own. Derive it before the
    transaction (`vault.receipts.derive`); it is printed or read out once."""
    found = cases.begin(db, case, by, Action.WORK_CASE)
    if party.receipt is not None:
        raise Forbidden(N_("They have a receipt already."))
    if (Compartment.DIALOGUE, party.id) in {(reader.compartment, reader.subject) for reader in found.readers}:
        room = members.enter(db, case, by, Compartment.DIALOGUE, party.id)
        vault.rooms.admit(db, room, give_receipt(db, party, receipt))
    else:
        letting_in.build(db, case, found, party, receipt)
    cases.touch(db, case, by, Tag.RECEIPT_MADE, party=party.id)


def _walls(db: Session, case: Case, new: NewParty, by: Actor) -> None:
    for person_id in sorted(relations.staff_named(db, name=new.name, email=new.contact)):
        walls.raise_one(db, case.id, person_id, walls.NAMED, by=by)
    walls.recompute(db, case.id, by=by)
