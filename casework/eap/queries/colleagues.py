"""Which of their colleagues cannot read what a coordinator reads: found from the seals, whatever was done before."""

from dataclasses import dataclass

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session, aliased

from casework.people import Actor
from casework.people.models import Person
from casework.vault import OF_SUPPORT
from casework.vault.models import CompartmentRow, Seal
from casework.vault.pairs import PublicHalf

from . import coordinators

NAMES = tuple(sorted(name.value for name in OF_SUPPORT))


@dataclass(frozen=True, slots=True)
class Colleague:
    """`lacks`: how many referrals and court orders they hold no key to, of those that the asker holds."""

    id: int
    name: str
    lacks: int


def of(db: Session, by: Actor) -> list[Colleague]:
    """The other coordinators who are able, by name."""
    halves = {id_: half for id_, half in coordinators.able(db).items() if id_ != by.id}
    names = {row.id: row.name for row in db.execute(select(Person.id, Person.name).where(Person.id.in_(halves)))}
    found = [Colleague(id_, names[id_], lacking(db, by, half)) for id_, half in halves.items()]
    return sorted(found, key=lambda one: one.name)


def lacking(db: Session, by: Actor, half: PublicHalf) -> int:
    left = _left(by, half).subquery()
    return db.scalar(select(func.count()).select_from(left)) or 0


def next_(db: Session, by: Actor, half: PublicHalf, after: int, most: int) -> list[int]:
    """The next referrals and orders that are to be given: ids, in order."""
    query = _left(by, half).where(CompartmentRow.case_id > after)
    return list(db.scalars(query.order_by(CompartmentRow.case_id).limit(most)))


def _left(by: Actor, half: PublicHalf) -> Select[int]:
    """What the asker has the newest key of some room of, and the colleague has not."""
    if by.holder is None:
        return select(CompartmentRow.case_id).where(CompartmentRow.id.is_(None))
    mine, theirs = aliased(Seal), aliased(Seal)
    held = (theirs.compartment_id == CompartmentRow.id) & (theirs.epoch == CompartmentRow.epoch)
    return (
        select(CompartmentRow.case_id)
        .join(mine, (mine.compartment_id == CompartmentRow.id) & (mine.epoch == CompartmentRow.epoch))
        .where(
            CompartmentRow.name.in_(NAMES),
            *(mine.holder_kind == by.holder.kind.value, mine.holder_id == by.holder.id),
            mine.generation == by.holder.generation,
            ~exists().where(
                held,
                *(theirs.holder_kind == half.kind.value, theirs.holder_id == half.owner),
                theirs.generation == half.generation,
            ),
        )
        .distinct()
    )
