"""The ladder of discipline: its rungs from the lightest to the gravest, and which warnings stand on a day."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from casework.clocks.rules import add_months
from casework.settings import N_

OUTCOMES = {
    "no action": N_("No action"),
    "coaching": N_("Coaching"),
    "training": N_("Training"),
    "mediation": N_("Mediation"),
    "verbal": N_("Verbal warning"),
    "written": N_("Written warning"),
    "final written": N_("Final written warning"),
    "suspension": N_("Suspension, disciplinary"),
    "demotion": N_("Demotion"),
    "termination": N_("Termination"),
}
"""From the lightest to the gravest."""
ORGANISATION = {
    "nothing": N_("Nothing follows"),
    "training for all": N_("Training"),
    "policy change": N_("A policy is changed"),
    "apology": N_("An apology"),
    "other": N_("Something else"),
}
"""What the organisation itself decides to do."""
RUNGS = ("verbal", "written", "final written", "suspension", "demotion", "termination")
"""What one step follows another in; where one begins is for whoever decides."""
WARNINGS = frozenset({"verbal", "written", "final written"})
DISCIPLINE = frozenset(RUNGS)
"""What is held against somebody: coaching, training and mediation are not."""
NEEDS_BODIES = frozenset({"termination"})
_GRAVITY = {word: place for place, word in enumerate(OUTCOMES)}


def gravest(outcomes: Iterable[str]) -> str:
    """Of those decided for several people the one that the case is counted by; empty of none."""
    return max((word for word in outcomes if word in _GRAVITY), key=_GRAVITY.__getitem__, default="")


def lighter(outcome: str, than: str) -> bool:
    return _GRAVITY[outcome] < _GRAVITY[than]


def expiry(issued: date, months: int) -> date:
    """The last day on which it stands."""
    return add_months(issued, months)


def stands(issued: date, expires: date, ended: date | None, today: date) -> bool:
    """From the day it is issued through the last of its months, unless it ended before."""
    return issued <= today <= expires and (ended is None or today < ended)


@dataclass(frozen=True, slots=True)
class Rung:
    """One step: until which day a warning of it stands, and whether it is the one after the highest that stands."""

    name: str
    until: date | None = None
    follows: bool = False


def ladder(standing: Collection[tuple[str, date]]) -> list[Rung]:
    """`standing`: level and last day of each warning that stands. None stands: no rung follows, for where one begins
    depends on what was done. It says what there is and orders nothing."""
    until: dict[str, date] = {}
    for level, last in standing:
        if level in WARNINGS:
            until[level] = max(last, until.get(level, last))
    top = max((RUNGS.index(level) for level in until), default=None)
    return [Rung(name, until.get(name), top is not None and place == top + 1) for place, name in enumerate(RUNGS)]
