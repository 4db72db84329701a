"""What leads and alternates who are not involved may see of cases they do not read: numbers, kinds and walls."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, exists, select
from sqlalchemy.orm import Session

from casework.access import walls
from casework.access.models import Wall
from casework.cases.models import Case
from casework.people import Actor
from casework.people.models import Person


class Walled(NamedTuple):
    """A wall as its decider sees it: whom it keeps from which case, why, and what was decided."""

    id: int
    number: str
    person: str
    cause: str
    state: str
    raised_at: datetime


def cases(db: Session, actor: Actor) -> Sequence[Case]:
    """Cases that nobody can read any more, less those that the actor is kept from."""
    return db.scalars(_CASES, {"reader": actor.id}).all()


def walls_to_decide(db: Session, actor: Actor) -> list[Walled]:
    """Walls that nobody confirmed yet; those round cases that the actor is kept from are not among them."""
    return [Walled(*row) for row in db.execute(_TO_DECIDE, {"reader": actor.id})]


def walls_of(db: Session, case: Case) -> list[Walled]:
    """All walls of one case that hold."""
    query = _walls().where(Wall.case_id == case.id, Wall.state != walls.LIFTED)
    return [Walled(*row) for row in db.execute(query)]


def _walls() -> Select[*tuple[Any, ...]]:
    columns = (Wall.id, Case.number, Person.name, Wall.cause, Wall.state, Wall.raised_at)
    query: Select[*tuple[Any, ...]] = select(*columns)
    query = query.join(Case, Case.id == Wall.case_id).join(Person, Person.id == Wall.person_id)
    return query.order_by(Wall.raised_at.desc(), Wall.id)


def _kept_from(case_id: Any) -> Any:
    other = Wall.__table__.alias("own_wall")
    return exists().where(
        other.c.case_id == case_id, other.c.person_id == bindparam("reader"), other.c.state != walls.LIFTED
    )


_CASES = (
    select(Case).where(Case.unattended_at.is_not(None), ~_kept_from(Case.id)).order_by(Case.unattended_at)
)  # fmt: skip
_TO_DECIDE = _walls().where(Wall.state == walls.RAISED, ~_kept_from(Wall.case_id)).limit(100)
