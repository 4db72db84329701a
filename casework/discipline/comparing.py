"""Which decided cases are alike, widened step by step until there are enough of them; and what is usual among them.

Alike: the same issue, severity and history (the highest warning that stood at the time), first in the same country.
Each step takes in what the one before did and more, in one of these respects; the first that finds `ENOUGH` is the
comparison. All steps up to it are said, each with its number.

A departure: an outcome outside the middle half. The outcomes of the comparison are put in the order of the ladder
(`RANK`); a quarter of them is left off at each end; what is below the least or above the most of those between departs
from what like cases got, and needs a reason. Where fewer than `ENOUGH` were found nothing is called usual, nor where
every decision had to be taken in, whatever its issue: what those came to binds nobody.

Numbers of one to four stand for people whom somebody may know. On the page they are joined with what lies next to them
on the ladder until each number is five or more; single decisions are read one by one, each of it on the trail.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from casework.cases.lifecycle.comparators import (
    HISTORY_CODES,
    ISSUE_CODES,
    OUTCOME_CODES,
    RANK,
    SEVERITY_CODES,
    Comparator,
    Kind,
    kind_of,
)
from casework.settings import N_

ENOUGH, LEAST = 20, 5
KINDRED: tuple[frozenset[str], ...] = (
    frozenset({"pay", "hours", "conditions", "policy", "benefits or leave", "agreement"}),
    frozenset({"treatment by a manager", "bullying", "harassment", "conflict"}),
    frozenset({"sexual harassment", "hostile environment"}),
    frozenset(issue for issue in ISSUE_CODES if issue.startswith("discrimination")) | {"retaliation"},
    frozenset({"attendance", "performance"}),
    frozenset({"conduct", "safety", "substance", "violence"}),
    frozenset({"theft", "data"}),
)
"""Issues that are taken together when one alone has too few decisions."""


class Like(NamedTuple):
    """What is looked for. `severity`, `country`: empty where not known; `history`: empty where no warning stood."""

    issue: str
    severity: str = ""
    history: str = ""
    country: str = ""


STEPS = (
    N_("The same issue, severity and warnings, in the same country"),
    N_("In every country"),
    N_("Also one warning more or less"),
    N_("Also one severity higher or lower"),
    N_("Whatever warnings stood"),
    N_("Also kindred issues"),
    N_("Whatever the severity"),
    N_("Every decision, whatever the issue"),
)
EVERY = len(STEPS) - 1
"""The step at which decisions are hardly alike."""
_COUNTRY, _NEAR_HISTORY, _NEAR_SEVERITY, _HISTORY, _KINDRED, _SEVERITY = range(1, EVERY)


@dataclass(frozen=True, slots=True)
class Found:
    """`counts`: of each step up to the one that was enough, all that it takes in. `outcomes`: of the last of them."""

    like: Like
    counts: tuple[int, ...]
    outcomes: Mapping[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return self.counts[-1] if self.counts else 0

    @property
    def step(self) -> int:
        return len(self.counts) - 1

    @property
    def usual(self) -> tuple[int, int] | None:
        """The least and the most of the middle half, as rungs of the ladder; None where nothing is usual."""
        if self.total < ENOUGH or self.step == EVERY:
            return None
        rungs = sorted(RANK[outcome] for outcome, number in self.outcomes.items() for _ in range(number))
        off = (len(rungs) - 1) // 4
        return rungs[off], rungs[len(rungs) - 1 - off]

    def departs(self, outcome: str) -> bool:
        return self.usual is not None and not self.usual[0] <= RANK[outcome] <= self.usual[1]


def compare(like: Like, tallied: Mapping[Kind, int]) -> Found:
    """One walk over the kinds of decisions: at which step each comes in."""
    levels = _Levels(like)
    sizes = [0] * len(STEPS)
    for kind, number in tallied.items():
        sizes[levels.of(kind)] += number
    counts, sum_ = list[int](), 0
    for size in sizes:
        sum_ += size
        counts.append(sum_)
        if sum_ >= ENOUGH:
            break
    outcomes: Counter[str] = Counter()
    for kind, number in tallied.items():
        if levels.of(kind) < len(counts):
            outcomes[OUTCOME_CODES[kind.outcome - 1]] += number
    return Found(like, tuple(counts), dict(outcomes))


def takes_in(found: Found, record: Comparator) -> bool:
    """Is this one of the decisions that were compared?"""
    return _Levels(found.like).of(kind_of(record)) <= found.step


class _Levels:
    """For each respect the step at which a value comes in; a decision comes in with the last of its respects."""

    def __init__(self, like: Like) -> None:
        issue = ISSUE_CODES.index(like.issue)
        kindred = next((those for those in KINDRED if like.issue in those), frozenset({like.issue}))
        self._issues = [0, *(_KINDRED if one in kindred else EVERY for one in ISSUE_CODES)]
        self._issues[issue + 1] = 0
        severity = SEVERITY_CODES.index(like.severity) + 1 if like.severity else 0
        self._severities = [_near(severity, at) for at in range(len(SEVERITY_CODES) + 1)]
        history = HISTORY_CODES.index(like.history)
        self._histories = [
            0 if at == history else _NEAR_HISTORY if abs(at - history) == 1 else _HISTORY
            for at in range(len(HISTORY_CODES))
        ]
        self._country = like.country.encode()

    def of(self, kind: Kind) -> int:
        return max(
            self._issues[kind.issue],
            self._severities[kind.severity],
            self._histories[kind.history],
            0 if kind.country == self._country else _COUNTRY,
        )


def _near(one: int, other: int) -> int:
    """A severity that is not known is near to none."""
    if one == other:
        return 0
    return _NEAR_SEVERITY if one and other and abs(one - other) == 1 else _SEVERITY


def said(number: int) -> int | None:
    """A number as it can be shown: None for one to four."""
    return None if 0 < number < LEAST else number


class Cell(NamedTuple):
    """Outcomes in the order of the ladder that are given as one number."""

    outcomes: tuple[str, ...]
    number: int


def cells(outcomes: Mapping[str, int]) -> tuple[Cell, ...]:
    """Along the ladder, each number five or more; nothing where all of them together are fewer. What nobody got is said
    where both its neighbours stand for themselves: it stands for nobody."""
    order = sorted(RANK, key=lambda outcome: (RANK[outcome], OUTCOME_CODES.index(outcome)))
    found = [Cell((outcome,), outcomes.get(outcome, 0)) for outcome in order]
    while (small := _smallest(found)) is not None and len(found) > 1:
        found = _joined(found, small)
    return tuple(found) if sum(cell.number for cell in found) >= LEAST else ()


def _smallest(found: Collection[Cell]) -> int | None:
    few = [(cell.number, at) for at, cell in enumerate(found) if 0 < cell.number < LEAST]
    return min(few)[1] if few else None


def _joined(found: list[Cell], at: int) -> list[Cell]:
    """With the nearest that has anybody, and what lies between; the smaller one of two as near."""
    others = [to for to, cell in enumerate(found) if to != at and cell.number]
    if not others:
        return [Cell(tuple(name for cell in found for name in cell.outcomes), found[at].number)]
    to = min(others, key=lambda to: (abs(to - at), found[to].number))
    first, last = sorted((at, to))
    names = tuple(name for cell in found[first : last + 1] for name in cell.outcomes)
    return [*found[:first], Cell(names, found[at].number + found[to].number), *found[last + 1 :]]
