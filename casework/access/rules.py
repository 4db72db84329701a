"""Rules compose, and each says itself in words: a verdict comes with its reason."""

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Protocol

from casework.people import Actor
from casework.vault import Compartment


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
    def decided_by(self) -> AbstractSet[int]:
        """Who took part in findings, approvals or decisions so far."""

    @property
    def unattended(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Rule:
    """`says` completes the sentence “This needs you to be …”."""

    says: str
    holds: Callable[[Actor, Matter | None], bool]

    def __or__(self, other: "Rule") -> "Rule":
        return Rule(f"{self.says} or {other.says}", lambda a, m: self.holds(a, m) or other.holds(a, m))

    def __and__(self, other: "Rule") -> "Rule":
        return Rule(f"{self.says} and {other.says}", lambda a, m: self.holds(a, m) and other.holds(a, m))

    def __invert__(self) -> "Rule":
        return Rule(f"not {self.says}", lambda a, m: not self.holds(a, m))


@dataclass(frozen=True, slots=True)
class Verdict:
    """`why` is a sentence for the person who asked; empty when it is allowed."""

    ok: bool
    why: str = ""

    def __bool__(self) -> bool:
        return self.ok


class Forbidden(Exception):
    """The actor may know that this exists, and may not do it."""


class Hidden(Exception):
    """To this actor there is nothing here: the same answer as for what does not exist."""
