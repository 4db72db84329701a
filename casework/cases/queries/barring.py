"""Keys that the server keeps, in rooms that the organisation seals to none of them: which can end, and which rest."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from casework.people import custody
from casework.people.models import Person
from casework.vault import OF_HOLDS, OF_REQUESTS, OF_SUPPORT, Compartment, HolderKind
from casework.vault.models import CompartmentRow, Seal

from .keepers import keepers


@dataclass(frozen=True, slots=True)
class Touched:
    """Somebody whose key the server keeps. `ends`: rooms that a colleague goes on reading, whose key is in their own
    hands; `rests`: those where there is no such colleague."""

    id: int
    name: str
    ends: int
    rests: int


class _Held(NamedTuple):
    holder_id: int
    compartment_id: int
    case_id: int
    goes_on: bool


def touched(db: Session, rooms: Collection[Compartment]) -> list[Touched]:
    """Everybody whose key the server keeps, by name, with what they hold of such rooms; how many referrals, holds
    or requests there are is not told."""
    counts = {id_: [0, 0] for id_ in custody.kept(db)}
    for held in _held(db, counts, frozenset(rooms) - OF_SUPPORT - OF_HOLDS - OF_REQUESTS):
        counts[held.holder_id][not held.goes_on] += 1
    people = db.execute(select(Person.id, Person.name).where(Person.id.in_(counts)).order_by(Person.name, Person.id))
    return [Touched(row.id, row.name, *counts[row.id]) for row in people]


def due(db: Session, rooms: Collection[Compartment]) -> dict[int, list[int]]:
    """By person: the cases, in order, where something can end."""
    found: dict[int, set[int]] = {}
    for held in _held(db, custody.kept(db), rooms):
        if held.goes_on:
            found.setdefault(held.holder_id, set()).add(held.case_id)
    return {person_id: sorted(cases) for person_id, cases in sorted(found.items())}


def _held(db: Session, kept: Collection[int], rooms: Collection[Compartment]) -> list[_Held]:
    """Each room and holder once: a key of an earlier epoch still opens what was written under it."""
    if not kept or not rooms:
        return []
    stay = keepers(db, without=kept)
    other, person = aliased(Seal), HolderKind.PERSON.value
    goes_on = exists().where(
        other.compartment_id == CompartmentRow.id,
        other.epoch == CompartmentRow.epoch,
        other.holder_kind == person,
        or_(
            and_(other.holder_id.in_(stay.coordinators), _of(OF_SUPPORT)),
            and_(other.holder_id.in_(stay.holding), _of(OF_HOLDS)),
            and_(other.holder_id.in_(stay.officers), _of(OF_REQUESTS)),
            and_(other.holder_id.in_(stay.able), ~_of(OF_SUPPORT | OF_HOLDS | OF_REQUESTS)),
        ),
    )
    query = (
        select(Seal.holder_id, Seal.compartment_id, Seal.case_id, goes_on)
        .join(CompartmentRow, CompartmentRow.id == Seal.compartment_id)
        .where(Seal.holder_kind == person, Seal.holder_id.in_(kept), CompartmentRow.name.in_([r.value for r in rooms]))
    )
    return [_Held(*row) for row in db.execute(query.distinct())]


def _of(rooms: Collection[Compartment]) -> ColumnElement[bool]:
    return CompartmentRow.name.in_([room.value for room in rooms])
