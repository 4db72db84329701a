"""One promise: what was measured, what it came to, and the bound that it has to keep."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """`bound` is an upper one unless `at_least`; a figure without a bound is there to read the others by."""

    what: str
    value: float
    unit: str
    bound: float | None = None
    at_least: bool = False
    note: str = ""

    @property
    def met(self) -> bool:
        if self.bound is None:
            return True
        return self.value >= self.bound if self.at_least else self.value <= self.bound

    def line(self) -> tuple[str, str, str, str, str]:
        sign = "≥" if self.at_least else "≤"
        bound = "" if self.bound is None else f"{sign} {_number(self.bound)} {self.unit}"
        verdict = "" if self.bound is None else ("met" if self.met else "MISSED")
        return self.what, f"{_number(self.value)} {self.unit}".rstrip(), bound.rstrip(), verdict, self.note


def table(figures: Sequence[Figure]) -> str:
    """Columns as wide as they must be."""
    lines = [("what", "figure", "promised", "", ""), *(figure.line() for figure in figures)]
    widths = [max(len(line[column]) for line in lines) for column in range(5)]
    rows = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines]
    rows.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(rows)


def best(tries: Sequence[float], *, at_least: bool = False) -> float:
    """Others use the machine too: what it can do is what it did at its best."""
    return max(tries) if at_least else min(tries)


def _number(value: float) -> str:
    if value >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"
