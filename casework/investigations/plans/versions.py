"""Which things a version of a plan has, and what is different between two of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

ADDED, CHANGED, DROPPED = "added", "changed", "dropped"


class Kept(Protocol):
    """A row of a plan: of one origin, from one version until before another."""

    @property
    def id(self) -> int: ...
    @property
    def origin_id(self) -> int: ...
    @property
    def from_version(self) -> int: ...
    @property
    def until_version(self) -> int | None: ...


K = TypeVar("K", bound=Kept)


@dataclass(frozen=True, slots=True)
class Compared(Generic[K]):
    """`before` and `after`: the thing as it was and as it is; None where there is none."""

    how: str
    before: K | None
    after: K | None


def holding(items: Iterable[K], number: int) -> list[K]:
    """What that version says, in no other order than it came in."""
    return [one for one in items if one.from_version <= number and not _over(one, number)]


def _over(one: Kept, number: int) -> bool:
    return one.until_version is not None and one.until_version <= number


def compare(items: Iterable[K], older: int, newer: int) -> list[Compared[K]]:
    """In the order of the newer one; what is gone stands last."""
    every = list(items)
    before = {one.origin_id: one for one in holding(every, older)}
    after = {one.origin_id: one for one in holding(every, newer)}
    found = []
    for origin, one in after.items():
        if origin not in before:
            found.append(Compared(ADDED, None, one))
        elif before[origin].id != one.id:
            found.append(Compared(CHANGED, before[origin], one))
    return found + [Compared(DROPPED, one, None) for origin, one in before.items() if origin not in after]
