"""What the law asks before somebody is disciplined, as data: whom they may bring, and which bodies are asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from casework.clocks.calendar import Calendar
from casework.clocks.deadlines import Deadline, due
from casework.clocks.rules import Rule

DISCIPLINARY, GRIEVANCE, INTERVIEW = "disciplinary", "grievance", "interview"
HEARINGS = (DISCIPLINARY, GRIEVANCE, INTERVIEW)
"""At what somebody may have a companion."""
INFORMED, HEARD, CONSENT = "informed", "heard", "consent"
DUTIES = (INFORMED, HEARD, CONSENT)
DISMISSAL, AT_ONCE = "dismissal", "dismissal at once"
OCCASIONS = (DISMISSAL, AT_ONCE)
COMPANION_SAYS = ("name", "says", "source", "dated", "owner")
BODY_SAYS = (*COMPANION_SAYS, "duty")


@dataclass(frozen=True, slots=True)
class Companion:
    """Whom somebody may bring, in a sentence, and to what (`hearings`). `represented`: only somebody whom a union
    represents. `moves`: the clock by which they propose another time, where the law gives one."""

    name: str
    says: str
    source: str
    dated: date
    owner: str
    hearings: tuple[str, ...]
    represented: bool = False
    moves: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """Who is informed, heard or has to consent. `clocks`: by occasion, the clock of their answer. `voids`: without it
    the decision is void. `only`: for whom, in words, where it is not for everybody. `silent`: on which occasions
    silence until the clock's end counts as consent."""

    name: str
    says: str
    source: str
    dated: date
    owner: str
    duty: str
    clocks: Mapping[str, str]
    voids: bool = False
    only: str = ""
    key: str = ""
    silent: tuple[str, ...] = ()

    def on(self, occasion: str) -> bool:
        return occasion in self.clocks


def companion(key: str, fact: Mapping[str, Any], dated: date) -> Companion:
    """ValueError where it speaks of a hearing that there is not."""
    return Companion(
        str(fact["name"]), str(fact["says"]), str(fact["source"]), dated, str(fact["owner"]),
        _among(fact.get("hearings", ()), HEARINGS), bool(fact.get("represented", False)), str(fact.get("moves", "")),
        key,
    )  # fmt: skip


def body(key: str, fact: Mapping[str, Any], dated: date) -> Body:
    """ValueError where it has a duty or an occasion that there is not."""
    (duty,) = _among([fact["duty"]], DUTIES)
    clocks = {name: str(rule) for name, rule in fact.get("clocks", {}).items()}
    _among(clocks, OCCASIONS)
    return Body(
        str(fact["name"]), str(fact["says"]), str(fact["source"]), dated, str(fact["owner"]), duty, clocks,
        bool(fact.get("voids", False)), str(fact.get("only", "")), key, _among(fact.get("silent", ()), OCCASIONS),
    )  # fmt: skip


def _among(words: Any, known: tuple[str, ...]) -> tuple[str, ...]:
    found = tuple(map(str, words))
    for word in found:
        if word not in known:
            raise ValueError(word)
    return found


def another_time(proposed: date, rule: Rule, calendar: Calendar) -> Deadline:
    """The last day for which somebody whose companion cannot come may propose another time: counted from the working
    day after the one that was proposed to them."""
    return due(proposed, rule, calendar)
