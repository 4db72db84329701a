"""What the pages about how long things are kept have in common: whose they are, and the lines that they show."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from litestar import Request
from litestar.di import NamedDependency
from sqlalchemy.orm import Session

from casework.access import relations
from casework.cases.actions import destroying
from casework.cases.queries import keeping, schedule
from casework.cases.queries.keeping import Coming, Matters
from casework.cases.queries.schedule import CASE, EXIT
from casework.db import Database, utc_now
from casework.people import Actor
from casework.web import text

from . import words
from .words import Line

Asking = Request[Any, Any, Any]
Data = NamedDependency[Database]
Who = NamedDependency[Actor]
AHEAD = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Shelf:
    """One kind of matter at its address. `more`: other pages beside the list, as address and label."""

    matters: Matters
    links: tuple[tuple[str, Any, str], ...] = ()

    @property
    def path(self) -> str:
        return self.matters.path


def today(actor: Actor) -> date:
    return utc_now().astimezone(text.zone_of(actor.zone)).date()


def coming(db: Session, actor: Actor, matters: Matters, today: date, ahead: timedelta = AHEAD) -> list[Coming]:
    """What comes due within a year, and what may go already, soonest first."""
    plan = schedule.read(db)
    found = matters.due(db, actor, today + ahead - timedelta(days=plan.shortest - 3))
    waiting = destroying.waiting(db, [one.id for one in found])
    lines = keeping.coming(found, plan, today, waiting)
    return [one for one in lines if one.term.may_go(today) or one.term.most.on <= today + ahead]


def lines(db: Session, actor: Actor, shelf: Shelf, found: Sequence[Coming]) -> list[Line]:
    """Whether somebody else could agree is looked up for what may go."""
    others = shelf.matters.able(db, [one.kept.id for one in found if not one.stays])
    own = relations.accounts_of(db, {actor.id})[actor.id]
    return [
        words.line(one, path=path_of(one), alone=not others.get(one.kept.id, frozenset({0})) - own) for one in found
    ]


def path_of(one: Coming) -> str:
    kept = one.kept
    return {CASE: f"/cases/{kept.number}", EXIT: f"/exits/{kept.number}"}.get(kept.of, f"/referrals/{kept.number}")


def chosen(
    db: Session, actor: Actor, matters: Matters, numbers: Collection[str], *, everything: bool
) -> dict[int, Coming]:  # fmt: skip
    """Of what exists for them and may go now, those of these numbers, or all."""
    lines = coming(db, actor, matters, today(actor), timedelta())
    free = [one for one in lines if not one.stays and not one.asked_for]
    return {one.kept.id: one for one in free if everything or one.kept.number in numbers}
