"""Those who are counted: for each thing that is asked of them, who said what, as masks with one bit a person.

They are put in an order of their own content, so that the same people always give the same publication, in whatever
order they came.
"""

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import gcd

UNSAID = ""
"""Nothing was said, or nothing that is counted."""
REST = "\x00rest"
"""Values of an axis without a list that are not among its commonest."""
COMMONEST = 30
TOGETHER = 1000
"""Records that are taken at a time."""


@dataclass(frozen=True, slots=True)
class Axis:
    """Something that divides people. `values`: what may be said, in its order; none at all: whatever is said, the
    commonest first. `ordered`: neighbours are alike, and only they may be counted together."""

    name: str
    values: tuple[str, ...] = ()
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """People who are counted together: those who said one of `values`."""

    values: tuple[str, ...]
    mask: int


@dataclass(frozen=True, slots=True)
class Population:
    """`parts`: by axis, each value that can be said with who said it, nobody included; the unsaid last, where it is
    somebody's."""

    people: int
    parts: Mapping[str, tuple[Part, ...]]
    ordered: frozenset[str]

    @property
    def everybody(self) -> int:
        return (1 << self.people) - 1


class Gathering:
    """Takes one record after the other, and keeps a small number of each answer."""

    def __init__(self, axes: Iterable[Axis]) -> None:
        self._axes = {axis.name: axis for axis in axes}
        self._known = {axis.name: {v: i for i, v in enumerate((UNSAID, *axis.values))} for axis in self._axes.values()}
        self._said = {name: array("L") for name in self._axes}
        self._waiting: list[Mapping[str, str]] = []

    def add(self, record: Mapping[str, str]) -> None:
        """One person. What an axis with a list does not know is unsaid."""
        self._waiting.append(record)
        if len(self._waiting) == TOGETHER:
            self._take()

    def _take(self) -> None:
        """Column by column, which is quicker than person by person."""
        for name, column in self._said.items():
            known = self._known[name]
            if not self._axes[name].values:
                for record in self._waiting:
                    known.setdefault(record.get(name, UNSAID), len(known))
            column.extend([known.get(record.get(name, UNSAID), 0) for record in self._waiting])
        self._waiting.clear()

    def population(self) -> Population:
        self._take()
        columns, values = [], []
        for name in self._axes:
            listed, column = self._listed(name)
            values.append(listed)
            columns.append(column)
        rows = _spread(sorted(map(bytes, zip(*columns, strict=True)))) if columns else []
        together, width = b"".join(rows), len(columns)
        parts = {
            name: _parts(listed, together[at::width])
            for at, (name, listed) in enumerate(zip(self._axes, values, strict=True))
        }
        return Population(len(rows), parts, frozenset(axis.name for axis in self._axes.values() if axis.ordered))

    def _listed(self, name: str) -> tuple[Sequence[str], Sequence[int]]:
        """The values as they are listed, the unsaid first, and each person's place among them."""
        known, said = self._known[name], self._said[name]
        if self._axes[name].values:
            return list(known), said
        counts, names = Counter(said), list(known)
        order = sorted((code for code in counts if code), key=lambda code: (-counts[code], names[code]))
        kept = order[:COMMONEST]
        place = {0: 0, **{code: at for at, code in enumerate(kept, 1)}}
        listed = [UNSAID, *(names[code] for code in kept), *([REST] if len(order) > COMMONEST else [])]
        return listed, [place.get(code, COMMONEST + 1) for code in said]


def _spread(rows: Sequence[bytes]) -> list[bytes]:
    """People who are alike far from each other, always in the same way: whoever takes the first that fits takes all
    sorts of them."""
    step = next((step for step in range(round(len(rows) * 0.618), len(rows)) if gcd(step, len(rows)) == 1), 1)
    return [rows[at * step % len(rows)] for at in range(len(rows))]


def _parts(listed: Sequence[str], column: bytes) -> tuple[Part, ...]:
    masks = [_mask(column, code) for code in range(len(listed))]
    said = [Part((value,), mask) for value, mask in zip(listed[1:], masks[1:], strict=True)]
    return (*said, *([Part((UNSAID,), masks[0])] if masks[0] else []))


def _mask(column: bytes, code: int) -> int:
    if not column:
        return 0
    digits = bytearray(b"0" * 256)
    digits[code] = ord("1")
    return int(column.translate(bytes(digits)), 2)
