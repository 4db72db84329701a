"""Rules compose, and each says itself in words: a verdict comes with its reason."""

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Protocol

from casework.people import Actor
from casework.settings import N_, Said
from casework.vault import Compartment

EITHER, BOTH = N_("%(one)s or %(other)s"), N_("%(one)s and %(other)s")
ELSE = N_("%(one)s; or %(other)s")
"""Between conditions that have several parts themselves."""


class Matter(Protocol):
    """What the rules look at: never a row, never content."""

    @property
    def case_id(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def holders(self) -> Mapping[int, AbstractSet[Compartment]]:
        """Who holds which compartments' newest keys, by person."""

    @property
    def walled(self) -> AbstractSet[int]: ...
    @property
    def declared(self) -> AbstractSet[int]:
        """Who declared no conflict of interest after seeing the parties."""

    @property
    def investigator_id(self) -> int | None: ...
    @property
    def investigated(self) -> AbstractSet[int]:
        """Who heard somebody in an interview or made a finding, also before somebody else took the case up."""

    @property
    def decided_by(self) -> AbstractSet[int]:
        """Who took part in findings, approvals or decisions so far."""

    @property
    def unattended(self) -> bool: ...
    @property
    def restricted(self) -> bool:
        """Closed to all but named people: nobody is let in but by a lead, an alternate or counsel."""


@dataclass(frozen=True, slots=True)
class Rule:
    """`says` completes the sentence “This needs you to be …”, in words that can be translated."""

    says: Said
    holds: Callable[[Actor, Matter | None], bool]

    def __or__(self, other: "Rule") -> "Rule":
        words = ELSE if {BOTH, ELSE} & {self.says.message, other.says.message} else EITHER
        return Rule(_joined(words, self, other), lambda a, m: self.holds(a, m) or other.holds(a, m))

    def __and__(self, other: "Rule") -> "Rule":
        return Rule(_joined(BOTH, self, other), lambda a, m: self.holds(a, m) and other.holds(a, m))

    def __invert__(self) -> "Rule":
        return Rule(Said(N_("not %(one)s"), {"one": self.says}), lambda a, m: not self.holds(a, m))


def _joined(words: str, one: Rule, other: Rule) -> Said:
    return Said(words, {"one": one.says, "other": other.says})


@dataclass(frozen=True, slots=True)
class Verdict:
    """`why` is a sentence for the person who asked; none when it is allowed."""

    ok: bool
    why: Said | None = None

    def __bool__(self) -> bool:
        return self.ok


class Forbidden(Exception):
    """The actor may know that this exists, and may not do it."""


class Hidden(Exception):
    """To this actor there is nothing here: the same answer as for what does not exist."""
