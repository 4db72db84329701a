"""Whether published tables, added to and subtracted from each other, can single anybody out.

Whoever adds and subtracts cells of several tables, each as often as they like, counts every person some number of
times. They have singled people out when those counted once are 1 to 4 and everybody else is counted not at all. Of
each count look only whether it is odd: what they made is then a sum of blocks without carrying (exclusive or), and
those 1 to 4 people are the ones in it. So if no sum of blocks contains 1 to 4 people, nobody can be singled out by
adding and subtracting. It holds more than that: blocks of two tables that are almost the same people fail it as well,
though neither lies in the other.

All sums of blocks are a binary linear code with a place for each person, and what is asked is whether its smallest
distance is 5 or more. Take disjoint sets of people who each tell all words apart (information sets). A word with 4
people or fewer has in one of k such sets at most 4 // k of them, and is then a sum of at most that many rows of the
generator that is systematic there. With five sets there is no such word; with fewer, the few sums are looked through
(Brouwer and Zimmermann). The answer is exact. `None` in a `Verdict` says that it would have taken too long: then
nothing was shown, and the tables count as unsafe.

What is safe together is safe in each part, and stays so when blocks are joined: both leave fewer sums.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from itertools import combinations
from math import comb
from operator import xor
from typing import NamedTuple

from .packing import packed

LEAST = 5
"""The fewest people of whom anything is said."""
TRIES = 40_000
"""Sums that are looked through at most."""
WORK = 10**10
"""Bits that are added at most: beyond, quick proof or none."""
Pivot = tuple[int, int]
"""Somebody, and the row that is theirs."""


class Verdict(NamedTuple):
    """`word`: blocks, by their place, that are too few people when added up; nothing where it is not known which."""

    safe: bool
    word: frozenset[int] = frozenset()


SAFE, UNKNOWN = Verdict(True), Verdict(False)


def judge(blocks: Sequence[int], people: int, tables: int) -> Verdict:
    """`blocks`: of all tables one after the other, as masks over `people`; each of `tables` divides everybody."""
    rank = len(blocks) - tables + 1  # at most: every table adds up to everybody
    if people >= LEAST * rank // 2 and packed(blocks, people, LEAST):
        return SAFE
    if _tries(rank, people // rank) > TRIES or rank * rank * people > WORK:
        return UNKNOWN
    return _searched(blocks, people)


def _searched(blocks: Sequence[int], people: int) -> Verdict:
    everybody = (1 << people) - 1
    # Above the people: which blocks went into a row.
    first, _ = _echelon([mask | 1 << people + at for at, mask in enumerate(blocks)], everybody)
    sets, left = [first], everybody
    while len(sets) < LEAST:
        left &= ~sum(own for own, _ in sets[-1])
        found, rest = _echelon([row for _, row in sets[-1]], left)
        if rest:
            break
        sets.append(found)
    few = (LEAST - 1) // len(sets)
    if _tries(len(first), len(sets)) > TRIES:
        return UNKNOWN
    word = next((word for rows in sets for word in _small(_systematic(rows), few, everybody)), 0) if few else 0
    return Verdict(False, frozenset(_places(word >> people))) if word else SAFE


def _tries(rank: int, sets: int) -> int:
    """How many sums are looked through where there are so many disjoint sets; about, for it says when not to begin."""
    if sets >= LEAST:
        return 0
    few = (LEAST - 1) // max(sets, 1)
    return max(sets, 1) * sum(comb(rank, size) for size in range(1, few + 1))


def _echelon(rows: Iterable[int], within: int) -> tuple[list[Pivot], list[int]]:
    """The same sums by rows of which each has somebody of `within` whom no later row has; and such as have nobody
    there."""
    done: list[Pivot] = []
    rest: list[int] = []
    for row in rows:
        for own, other in done:
            if row & own:
                row ^= other  # noqa: PLW2901 - this is what elimination is
        if here := row & within:
            done.append((1 << here.bit_length() - 1, row))
        else:
            rest.append(row)
    return done, rest


def _systematic(echelon: Sequence[Pivot]) -> list[int]:
    """Each row has its own person for itself alone."""
    rows = [row for _, row in echelon]
    for at in range(len(rows) - 1, 0, -1):
        own = echelon[at][0]
        for before in range(at):
            if rows[before] & own:
                rows[before] ^= rows[at]
    return rows


def _small(rows: Sequence[int], few: int, everybody: int) -> Iterator[int]:
    """Sums of up to `few` rows that are 1 to 4 people."""
    for size in range(1, few + 1):
        for chosen in combinations(rows, size):
            word = _sum(chosen)
            if (word & everybody).bit_count() < LEAST:
                yield word


def _sum(masks: Iterable[int]) -> int:
    return reduce(xor, masks, 0)


def _places(mask: int) -> Iterator[int]:
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest
