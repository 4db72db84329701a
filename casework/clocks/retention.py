"""How long something is kept: at least, at most, from which day, and what stands in the way of its end."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from casework.clocks.calendar import Calendar
from casework.clocks.deadlines import due
from casework.clocks.packs import Pack
from casework.clocks.rules import Rule

ANY_DAY = Calendar()
LEAST, MOST = "keep_at_least", "keep_at_most"
OPEN, APPEALED, HELD, CHARGED, EARLY = "open", "appealed", "held", "charged", "early"
"""Why something stays: it is not closed, an appeal is not decided, a hold, a charge or claim, its time has not come."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A rule, and whose: a country's name, or nothing for the organisation's own."""

    rule: Rule
    whose: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """All that says how long one kind of matter is kept at one place; each is never empty."""

    least: tuple[Fact, ...]
    most: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Limit:
    on: date
    fact: Fact


@dataclass(frozen=True, slots=True)
class Term:
    """From `base` on: not before `least`, and not after `most`, which is never the earlier of the two."""

    base: date
    least: Limit
    most: Limit

    def may_go(self, today: date) -> bool:
        return today >= self.least.on

    def past(self, today: date) -> bool:
        return today > self.most.on


def base_day(ends: Sequence[tuple[date, bool]]) -> date:
    """From which day it counts: the first end stands, until one is chosen to count `anew`. Ends in their order."""
    base, *_ = ends[0]
    for day, anew in ends[1:]:
        base = day if anew else base
    return base


def term(base: date, facts: Facts, *, settled: date | None = None) -> Term:
    """The longest of what keeps it, the shortest of what ends it. `settled`: the final disposition of what was charged,
    before which it could not go."""
    least = max((_limit(base, fact) for fact in facts.least), key=lambda one: one.on)
    if settled is not None and settled > least.on:
        least = Limit(settled, least.fact)
    soonest = min((_limit(base, fact) for fact in facts.most), key=lambda one: one.on)
    return Term(base, least, soonest if soonest.on >= least.on else least)


def of_law(law: Pack, chosen: Iterable[str]) -> Facts:
    """What a country says, with those of its further facts that were chosen for a place. Either may be empty."""
    keys = [LEAST, MOST, *(key for key in chosen if key in variants(law))]
    found = [(key, rule) for key in dict.fromkeys(keys) if (rule := law.rule(key)) is not None]
    return Facts(
        tuple(Fact(rule, law.name) for key, rule in found if key.startswith(LEAST)),
        tuple(Fact(rule, law.name) for key, rule in found if key.startswith(MOST)),
    )


def variants(law: Pack) -> dict[str, Rule]:
    """What holds only for some employers of that country: public ones, those of one state."""
    return {key: rule for key, rule in law.rules.items() if key.startswith((f"{LEAST}_", f"{MOST}_"))}


def _limit(base: date, fact: Fact) -> Limit:
    return Limit(due(base, fact.rule, ANY_DAY).on, fact)
