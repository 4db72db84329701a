"""Bars, as a page draws them: shares of a hundred, so that they fit every width."""

from collections.abc import Sequence
from typing import NamedTuple

LINE = 44
"""Pixels from one bar to the next: its words stand above it."""
SHADES = 6


class Segment(NamedTuple):
    """`start` and `width` in hundredths of the whole width; `shade` from 0, the strongest."""

    start: str
    width: str
    shade: int


class Bar(NamedTuple):
    label: str
    number: str
    y: int
    segments: tuple[Segment, ...]


class Chart(NamedTuple):
    """`legend`: what the shades are, where bars are divided."""

    id: str
    title: str
    says: str
    height: int
    bars: tuple[Bar, ...]
    legend: tuple[tuple[int, str], ...] = ()


def simple(id_: str, title: str, says: str, lines: Sequence[tuple[str, str, int]], whole: int) -> Chart:
    """One bar a line, as long as its share of `whole`. `lines`: label, number in words, number."""
    bars = tuple(
        Bar(label, words, at * LINE, (Segment("0", _share(number, whole), 0),))
        for at, (label, words, number) in enumerate(lines)
    )
    return Chart(id_, title, says, len(bars) * LINE, bars)


def divided(
    id_: str, title: str, says: str, lines: Sequence[tuple[str, str, Sequence[int]]], legend: Sequence[str]
) -> Chart:
    """Bars of one length, each divided into its own shares; what is not divided is one empty bar."""
    bars = tuple(
        Bar(label, words, at * LINE, tuple(_segments(numbers))) for at, (label, words, numbers) in enumerate(lines)
    )
    keys = tuple((shade(at, len(legend)), words) for at, words in enumerate(legend))
    return Chart(id_, title, says, len(bars) * LINE, bars, keys)


def shade(at: int, of: int) -> int:
    """From the strongest to the faintest, as far apart as there are shades."""
    return at if of <= SHADES else at * SHADES // of


def _segments(numbers: Sequence[int]) -> list[Segment]:
    whole, before, found = sum(numbers), 0, []
    for at, number in enumerate(numbers):
        found.append(Segment(_share(before, whole), _share(number, whole), shade(at, len(numbers))))
        before += number
    return found


def _share(number: int, whole: int) -> str:
    return f"{100 * number / whole:.2f}".rstrip("0").rstrip(".") if whole else "0"
