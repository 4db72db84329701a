"""What is kept of a matter, until when, and why it stays or may go; for cases, and for what else has a secret of its
own and is destroyed alike."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from casework.access import Action
from casework.clocks import retention
from casework.clocks.retention import APPEALED, CHARGED, EARLY, HELD, OPEN, Term
from casework.people import Actor
from casework.vault import Compartment

from .schedule import Schedule

NOBODY = "nobody"
"""Why something stays that might go: there is no second person who could agree to it."""
MOST = 2000
"""Matters that are looked at for one list, those first whose end lies back longest."""


@dataclass(frozen=True, slots=True)
class Kept:
    """`line`: whose months of the schedule; `ended_on`: the first end, and None where there never was one; `base_on`:
    the day it counts from. `asked`: it ended again, and nobody chose from which day it counts. `settled_on`: final
    disposition of what it was charged with."""

    id: int
    of: str
    number: str
    line: str
    kind: str
    received_on: date
    closed_on: date | None
    base_on: date
    site_id: int = 0
    outcome: str = ""
    is_over: bool = True
    asked: bool = False
    appealed: bool = False
    held_on: date | None = None
    charged: bool = False
    settled_on: date | None = None

    def term(self, schedule: Schedule) -> Term:
        facts = schedule.facts(self.line, self.site_id)
        return retention.term(self.base_on, facts, settled=self.settled_on)

    def in_the_way(self, term: Term, today: date) -> tuple[str, ...]:
        """Everything because of which it stays, the weightiest first; nothing where it may go."""
        found = {
            HELD: self.held_on is not None,
            CHARGED: self.charged,
            APPEALED: self.appealed,
            OPEN: not self.is_over and not self.appealed,
            EARLY: not term.may_go(today),
        }
        return tuple(why for why, holds in found.items() if holds)


@dataclass(frozen=True, slots=True)
class Coming:
    """One line of the list. `stays`: why it does not go yet, if anything; `asked_for`: that it is to go."""

    kept: Kept
    term: Term
    stays: tuple[str, ...]
    past: bool
    asked_for: bool = False


@dataclass(frozen=True, slots=True)
class Matters:
    """One kind of thing that is kept. `due`: those that exist for somebody and may be due on a day of the end's or
    before; `known`: by id, with nobody signed in; `able`: who might agree that each goes; `readers`: for whom each
    exists, and who are shown what stays of it; `rooms`: whose trail it is on; `row`: the table."""

    of: str
    path: str
    see: Action
    destroy: Action
    rooms: frozenset[Compartment]
    row: Any
    due: Callable[[Session, Actor, date], list[Kept]]
    known: Callable[[Session, Collection[int]], dict[int, Kept]]
    able: Callable[[Session, Collection[int]], dict[int, frozenset[int]]]
    readers: Callable[[Session, Collection[int]], dict[int, frozenset[int]]]


def coming(found: Collection[Kept], schedule: Schedule, today: date, asked_for: Collection[int] = ()) -> list[Coming]:
    """What comes due, soonest first."""
    lines = [line(one, schedule, today) for one in found]
    marked = [replace(one, asked_for=True) if one.kept.id in asked_for else one for one in lines]
    return sorted(marked, key=lambda one: (one.term.most.on, one.kept.number))


def line(kept: Kept, schedule: Schedule, today: date) -> Coming:
    term = kept.term(schedule)
    return Coming(kept, term, kept.in_the_way(term, today), term.past(today))


def free(found: Mapping[int, Kept], schedule: Schedule, today: date) -> tuple[dict[int, Coming], dict[int, str]]:
    """Those that may go, and for each of the others why it stays."""
    lines = {id_: line(kept, schedule, today) for id_, kept in found.items()}
    return (
        {id_: one for id_, one in lines.items() if not one.stays},
        {id_: one.stays[0] for id_, one in lines.items() if one.stays},
    )
