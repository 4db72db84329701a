"""Which exits an interviewer cannot read yet that a colleague can: found from the seals, whatever was done before."""

from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from casework.exits.models import Exit
from casework.people import Actor
from casework.people.standing import standing
from casework.vault import Compartment, HolderKind
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
        if lacks := sum(1 for one in missing(db, actor, id_, who.generation) if not line.has(one.tag)):
            found.append(Colleague(id_, who.name, lacks))
    return sorted(found, key=lambda one: (-one.lacks, one.name))


def missing(
    db: Session, actor: Actor, person_id: int, generation: int, *, after: int = 0, most: int | None = None
) -> list[Lacking]:
    """Exits whose interview the actor reads and the colleague does not, by id."""
    query = _missing(actor, person_id, generation).where(Exit.id > after).order_by(Exit.id)
    rows = db.execute(query if most is None else query.limit(most))
    return [Lacking(*row) for row in rows]


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
