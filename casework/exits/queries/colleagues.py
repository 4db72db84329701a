"""Which exits an interviewer cannot read yet that a colleague can: found from the seals, whatever was done before."""

from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from casework import vault
from casework.access import relations
from casework.exits.models import Exit
from casework.people import Actor
from casework.people.standing import standing
from casework.vault import Compartment, HolderKind, Unreadable
from casework.vault.models import CompartmentRow, Seal

from . import interviewers

PERSON, ROOM = HolderKind.PERSON.value, Compartment.INTERVIEW.value


@dataclass(frozen=True, slots=True)
class Colleague:
    """`lacks`: of how many leavers they have no key that the one who looks has."""

    id: int
    name: str
    lacks: int


@dataclass(frozen=True, slots=True)
class Lacking:
    id: int
    number: str
    tag: bytes | None


def waiting(db: Session, actor: Actor) -> list[Colleague]:
    """Interviewers who are able and lack keys, less what their line shuts them out of; most first."""
    others = interviewers.hearing(db) - {actor.id}
    found = []
    for id_, who in standing(db, sorted(others)).items():
        line = interviewers.line_of(db, id_)
        theirs = others_than(db, actor, who.name, missing(db, actor, id_, who.generation))
        if lacks := sum(1 for one in theirs if not line.has(one.tag)):
            found.append(Colleague(id_, who.name, lacks))
    return sorted(found, key=lambda one: (-one.lacks, one.name))


def missing(
    db: Session, actor: Actor, person_id: int, generation: int, *, after: int = 0, most: int | None = None
) -> list[Lacking]:
    """Exits whose interview the actor reads and the colleague does not, by id."""
    query = _missing(actor, person_id, generation).where(Exit.id > after).order_by(Exit.id)
    rows = db.execute(query if most is None else query.limit(most))
    return [Lacking(*row) for row in rows]


def others_than(db: Session, actor: Actor, name: str, lacking: list[Lacking]) -> list[Lacking]:
    """Without leavings of somebody of whom the directory has nothing, and who bears this name. What the actor cannot
    open is nobody's to be given."""
    unknown = [one.id for one in lacking if one.tag is None]
    if not unknown or actor.holder is None:
        return lacking
    rooms, own = vault.rooms.enter_many(db, actor.holder, unknown, Compartment.LEAVING), set(unknown)
    for row in db.execute(select(Exit.id, Exit.name).where(Exit.id.in_(rooms))):
        try:
            if not relations.same_name(rooms[row.id].open(Exit.name, row.id, row.name), name):
                own.discard(row.id)
        except Unreadable:
            continue
    return [one for one in lacking if one.id not in own]


def _missing(actor: Actor, person_id: int, generation: int) -> Select[int, str, bytes | None]:
    if actor.holder is None:
        raise ValueError("nobody is signed in")
    own, theirs = aliased(Seal), aliased(Seal)
    held = select(theirs.id).where(
        theirs.compartment_id == CompartmentRow.id, theirs.epoch == CompartmentRow.epoch, theirs.holder_kind == PERSON,
        theirs.holder_id == person_id, theirs.generation == generation,
    )  # fmt: skip
    query = select(Exit.id, Exit.number, Exit.employee_tag)
    query = query.join(CompartmentRow, (CompartmentRow.case_id == Exit.id) & (CompartmentRow.name == ROOM))
    query = query.join(own, (own.compartment_id == CompartmentRow.id) & (own.epoch == CompartmentRow.epoch))
    mine = (own.holder_kind == PERSON, own.holder_id == actor.id, own.generation == actor.holder.generation)
    return query.where(*mine, ~held.exists())
