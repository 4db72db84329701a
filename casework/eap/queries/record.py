"""Everything of one referral, for a coordinator who holds it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import vault
from casework.access import Hidden
from casework.cases.lifecycle import Next, Point, track
from casework.eap.kinds import REFERRER
from casework.eap.lifecycle import REFERRAL, REQUESTED, Facts, first_state
from casework.eap.models import Referral, ReferralNote, ReferralParty
from casework.people import Actor
from casework.people.models import Person
from casework.vault import Compartment, HolderKind, Room

from . import appointments, facts, parties, stated, told
from .appointments import Placed, Planned
from .stated import Stated
from .told import Line, Taken

ROOMS = (Compartment.REFERRAL, Compartment.SUPPORT)


@dataclass(frozen=True, slots=True)
class Somebody:
    """The employee, or who referred them. An account: they suggested it signed in."""

    id: int
    name: str
    contact: str
    added_on: date
    has_receipt: bool
    has_account: bool


@dataclass(frozen=True, slots=True)
class Note:
    """`text` is None where it is damaged."""

    id: int
    by: int
    text: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Record:
    """`names`: of staff, by id. `readers`: the coordinators who hold it. `next`: as if the employee's word were had."""

    referral: Referral
    stated: Stated
    wishes: str
    employee: Somebody
    referrer: Somebody | None
    lines: list[Line]
    notes: list[Note]
    taken: list[Taken]
    points: list[Point]
    meetings: list[Planned]
    placements: list[Placed]
    next: list[Next[Facts]]
    readers: list[int]
    names: dict[int, str]

    @property
    def placed(self) -> Placed | None:
        """Who is asked, or helps, now."""
        return next((one for one in reversed(self.placements) if one.ended_at is None), None)

    @property
    def unread(self) -> int:
        return sum(1 for line in self.lines if line.of and not line.read)


def enter(db: Session, referral: Referral, by: Actor) -> tuple[Room, Room]:
    """The coordinators' own room and the employee's, open. Hidden for whoever holds no seal of them."""
    if by.holder is None:
        raise Hidden
    found = vault.rooms.enter_all(db, by.holder, referral.id)
    if any((name, 0) not in found for name in ROOMS):
        raise Hidden
    return found[Compartment.REFERRAL, 0], found[Compartment.SUPPORT, 0]


def of(db: Session, referral: Referral, by: Actor) -> Record:
    """Hidden for whoever does not hold it: the same answer as for what does not exist."""
    own, support = enter(db, referral, by)
    people = {party.id: party for party in parties.of_referral(db, referral.id)}
    known = stated.of(db, referral)
    said, taken = told.lines(db, support, referral, people), told.taken(db, referral)
    notes = _notes(db, own, referral)
    readers = holders(db, referral)
    staff = {*readers, *(line.by for line in said), *(step.by for step in taken), *(note.by for note in notes)}
    return Record(
        referral=referral,
        stated=known,
        wishes=told.opened(support, Referral.wishes, referral.id, referral.wishes) or "",
        employee=_somebody(support, parties.employee_of(people.values())),
        referrer=next((_somebody(support, one) for one in people.values() if one.role == REFERRER), None),
        lines=said,
        notes=notes,
        taken=taken,
        points=points(referral, known, taken),
        meetings=appointments.of(db, [referral.id]),
        placements=appointments.placed(db, [referral.id]),
        next=REFERRAL.next_steps(facts.of(db, referral, on_their_word=True)),
        readers=readers,
        names=_names(db, staff - {0}),
    )


def points(referral: Referral, known: Stated, taken: list[Taken]) -> list[Point]:
    """Where it has been, is, and goes from here. Who asks for themself consents by asking."""
    began = datetime.combine(referral.begun_on, time(), UTC)
    first = first_state(known.kind)
    if first == REQUESTED:
        return track(REFERRAL, known.state, began, 0, taken)
    return track(REFERRAL, known.state, began, 0, [Taken("ask", first, False, 0, began), *taken])[1:]


def _somebody(room: Room, party: ReferralParty) -> Somebody:
    return Somebody(
        party.id,
        told.opened(room, ReferralParty.name, party.id, party.name) or "",
        told.opened(room, ReferralParty.contact, party.id, party.contact) or "",
        party.added_on,
        party.receipt is not None,
        party.staff is not None,
    )


def _notes(db: Session, room: Room, referral: Referral) -> list[Note]:
    query = select(ReferralNote).where(ReferralNote.referral_id == referral.id)
    rows = db.scalars(query.order_by(ReferralNote.at.desc(), ReferralNote.id)).all()
    return [Note(row.id, row.by, told.opened(room, ReferralNote.text, row.id, row.text), row.at) for row in rows]


def _names(db: Session, ids: Collection[int]) -> dict[int, str]:
    return {row.id: row.name for row in db.execute(select(Person.id, Person.name).where(Person.id.in_(ids)))}


def holders(db: Session, referral: Referral) -> list[int]:
    """The coordinators who read it, from the seals themselves."""
    return [
        reader.holder_id
        for reader in vault.readers.of_case(db, referral.id)
        if reader.compartment is Compartment.SUPPORT and reader.kind is HolderKind.PERSON
    ]
