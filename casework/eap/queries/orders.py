"""Courts' orders: those whose key the reader holds. Nothing here knows of a referral."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, exists, select
from sqlalchemy.orm import Session

from casework import vault
from casework.eap.duties import NEEDS_MORE, WAITING
from casework.eap.models import CourtOrder
from casework.people import Actor, Role, grants
from casework.people.models import Person
from casework.people.standing import standing
from casework.vault import Compartment, HolderKind, Room
from casework.vault.models import CompartmentRow, Seal
from casework.vault.pairs import PublicHalf

from . import told

_HELD = exists().where(
    CompartmentRow.case_id == CourtOrder.id,
    CompartmentRow.name == Compartment.ORDER.value,
    Seal.compartment_id == CompartmentRow.id,
    Seal.epoch == CompartmentRow.epoch,
    Seal.holder_kind == bindparam("kind"),
    Seal.holder_id == bindparam("holder"),
    Seal.generation == bindparam("generation"),
)
_MINE = select(CourtOrder).where(_HELD).order_by(CourtOrder.entered_at.desc(), CourtOrder.id).limit(200)
_ONE = select(CourtOrder).where(CourtOrder.number == bindparam("number"), _HELD)


@dataclass(frozen=True, slots=True)
class Order:
    """`answer`: one of `duties`. `court`, `reference`, `dated`: as the paper says. None where it is damaged."""

    id: int
    number: str
    court: str
    reference: str
    dated: date | None
    asked_for: str | None
    answer: str
    reason: str | None
    due_on: date | None
    counsel_id: int
    counsel: str
    entered_by: int
    entrant: str
    entered_at: datetime
    answered_at: datetime | None
    version: int

    @property
    def waits_for_counsel(self) -> bool:
        return self.answer == WAITING

    @property
    def waits_for_coordinators(self) -> bool:
        return self.answer == NEEDS_MORE

    def waits_for(self, person_id: int) -> bool:
        """For the counsel who is asked; or for any coordinator."""
        mine = self.counsel_id == person_id
        return self.waits_for_counsel if mine else self.waits_for_coordinators


def held(db: Session, by: Actor) -> list[Order]:
    """Newest first: a coordinator's, or the counsel's who is asked. A handful of statements however many there are."""
    if by.holder is None:
        return []
    rows = db.scalars(_MINE, _whose(by)).all()
    rooms = vault.rooms.enter_many(db, by.holder, [row.id for row in rows], Compartment.ORDER)
    names = _names(db, rows)
    return [_order(db, row, rooms[row.id], names) for row in rows if row.id in rooms]


def find(db: Session, by: Actor, number: str) -> CourtOrder | None:
    """None where for this reader there is none: one statement, and the same for one that does not exist."""
    return db.scalar(_ONE, {"number": number, **_whose(by)}) if by.holder is not None else None


def opened(db: Session, row: CourtOrder, by: Actor) -> Order:
    assert by.holder is not None
    return _order(db, row, vault.rooms.enter(db, by.holder, row.id, Compartment.ORDER), _names(db, [row]))


def counsels(db: Session) -> dict[int, tuple[str, PublicHalf]]:
    """Who can be asked: names and keys. Counsel from outside is there for one case."""
    known = standing(db, grants.said_to_have(db, Role.COUNSEL)).items()
    found = {id_: who for id_, who in known if who.able and not who.has(Role.OUTSIDE)}
    halves = vault.pairs.current_many(db, HolderKind.PERSON, found)
    return {
        id_: (found[id_].name, half)
        for id_, half in halves.items()
        if found[id_].has(Role.COUNSEL) and Compartment.ORDER not in half.barred
    }


def readers(db: Session, order_id: int, *, but: int) -> list[str]:
    """Names of who reads it, from the seals themselves."""
    found = vault.readers.of_case(db, order_id)
    ids = [one.holder_id for one in found if one.kind is HolderKind.PERSON and one.holder_id != but]
    return list(db.scalars(select(Person.name).where(Person.id.in_(ids)).order_by(Person.name)))


def _whose(by: Actor) -> dict[str, object]:
    assert by.holder is not None
    return {"kind": by.holder.kind.value, "holder": by.holder.id, "generation": by.holder.generation}


def _names(db: Session, rows: Iterable[CourtOrder]) -> dict[int, str]:
    ids = {id_ for row in rows for id_ in (row.counsel_id, row.entered_by)}
    return {row.id: row.name for row in db.execute(select(Person.id, Person.name).where(Person.id.in_(ids)))}


def _order(db: Session, row: CourtOrder, room: Room, names: dict[int, str]) -> Order:
    what = told.opened(room, CourtOrder.what, row.id, row.what)
    said = json.loads(what) if what is not None else {}
    return Order(
        id=row.id,
        number=row.number,
        court=said.get("court", ""),
        reference=said.get("reference", ""),
        dated=date.fromisoformat(said["dated"]) if "dated" in said else None,
        asked_for=told.opened(room, CourtOrder.asked_for, row.id, row.asked_for),
        answer=vault.field.open_(db, CourtOrder.answer, row.id, row.answer, case=row.id),
        reason=told.opened(room, CourtOrder.reason, row.id, row.reason) if row.reason is not None else "",
        due_on=row.due_on,
        counsel_id=row.counsel_id,
        counsel=names.get(row.counsel_id, ""),
        entered_by=row.entered_by,
        entrant=names.get(row.entered_by, ""),
        entered_at=row.entered_at,
        answered_at=row.answered_at,
        version=row.version,
    )
