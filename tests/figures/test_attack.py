"""Somebody with all published numbers and with everything that is known of those who left tries to single people out.

The attack knows nothing of how tables are made safe: it adds and subtracts cells, and looks at whom that leaves.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product

from hypothesis import example, given, settings
from hypothesis import strategies as st

from casework.figures.population import Axis, Gathering, Population
from casework.figures.publishing import Published, Shown, publish
from casework.figures.tables import Plan

AXES = (
    Axis("department"),
    Axis("tenure", ("short", "middle", "long"), ordered=True),
    Axis("way", ("own", "other")),
    Axis("reason", ("pay", "manager", "growth", "life")),
    Axis("manager", ("1", "2", "3"), ordered=True),
)
GROUPS = ("department", "tenure", "way")
PLANS = (
    *(Plan(group) for group in GROUPS),
    *(Plan(axis, group) for axis in ("reason", "manager") for group in ("", *GROUPS)),
)
Person = Mapping[str, str]


def record(said: tuple[str, ...]) -> Person:
    return {axis.name: value for axis, value in zip(AXES, said, strict=True) if value}


def crowd(least: int, most: int) -> st.SearchStrategy[list[Person]]:
    """People whose answers hang together more or less, some of them rare: where small blocks lie in each other."""

    def made(said: tuple[int, int, float]) -> list[Person]:
        size, seed, alike = said
        chance = random.Random(seed)  # noqa: S311 - people of nobody
        people = []
        for _ in range(size):
            kind = chance.randrange(4)
            values = [
                axis[min(kind, len(axis) - 1)] if chance.random() < alike else chance.choice(axis)
                for axis in (
                    ("sales", "works", "care", "board"),
                    ("short", "middle", "long"),
                    ("own", "own", "other"),
                    ("pay", "manager", "growth", "life", ""),
                    ("1", "2", "3", ""),
                )
            ]
            people.append(record(tuple(values)))
        return people

    return st.tuples(st.integers(least, most), st.integers(0, 2**32), st.sampled_from([0.0, 0.3, 0.6, 0.9])).map(made)


def counted(people: Sequence[Person]) -> Population:
    gathering = Gathering(AXES)
    for person in people:
        gathering.add(person)
    return gathering.population()


def whom(people: Sequence[Person], table: Shown) -> Iterator[tuple[int, frozenset[int]]]:
    """Each published number, with those whom it counts."""

    def among(at: int, axis: str, values: Sequence[str]) -> bool:
        return not axis or people[at].get(axis, "") in values

    for line in table.lines:
        row = [at for at in range(len(people)) if among(at, table.group, line.of)]
        if not line.counts:
            yield line.all, frozenset(row)
        for count, values in zip(line.counts, table.columns if line.counts else (), strict=True):
            yield count, frozenset(at for at in row if among(at, table.axis, values))


def unions(blocks: Sequence[frozenset[int]], most: int) -> list[frozenset[int]]:
    """All sums of up to `most` blocks of one table, the empty one included."""
    sizes = range(min(most, len(blocks)) + 1)
    return [frozenset().union(*chosen) for size in sizes for chosen in combinations(blocks, size)]


def stands_out(who: Iterator[frozenset[int]] | Sequence[frozenset[int]]) -> bool:
    return any(0 < len(them) < 5 for them in who)


def differences(
    one: Sequence[frozenset[int]], other: Sequence[frozenset[int]], third: Sequence[frozenset[int]]
) -> Iterator[frozenset[int]]:
    """What is left of a union of one table when a union of another that lies in it is taken away, and then one of a
    third."""
    for whole, part in product(one, other):
        if part <= whole:
            left = whole - part
            yield left
            yield from (left - less for less in third if less <= left)


def attack(people: Sequence[Person], published: Published, most: int) -> None:
    tables = []
    for table in published.tables:
        cells = list(whom(people, table))
        assert sum(count for count, _ in cells) == published.people == len(people)
        for count, them in cells:
            assert count == len(them) >= 5
        tables.append(unions([them for _, them in cells], most))
    for one, other, third in product(tables, repeat=3):
        assert not stands_out(differences(one, other, third))


@given(crowd(0, 60))
@settings(max_examples=60, deadline=None)
@example([record(("sales", "short", "own", "pay", "1"))] * 5 + [record(("works", "long", "other", "", "3"))] * 5)
@example([record(("sales", "short", "own", "pay", "1"))] * 9 + [record(("works", "short", "own", "life", "1"))])
def test_no_table_pair_or_triple_isolates_anybody(people: list[Person]) -> None:
    published = publish(counted(people), PLANS)
    if len(people) < 5:
        assert published == Published(None)
    attack(people, published, most=2)


@given(crowd(100, 1_500))
@settings(max_examples=10, deadline=None)
def test_of_more_people_neither(people: list[Person]) -> None:
    attack(people, publish(counted(people), PLANS), most=1)


@given(crowd(0, 200), st.randoms(use_true_random=False))
@settings(max_examples=20, deadline=None)
def test_the_same_people_in_any_order_give_the_same_publication(people: list[Person], chance: random.Random) -> None:
    mixed = list(people)
    chance.shuffle(mixed)
    assert publish(counted(mixed), PLANS) == publish(counted(people), PLANS)


@given(crowd(20, 50), crowd(0, 40), st.integers(0, 20))
@settings(max_examples=20, deadline=None)
def test_two_quarters_isolate_nobody_not_even_who_left_twice(
    first: list[Person], second: list[Person], again: int
) -> None:
    """The second quarter has some of the first again, who were taken back and left once more: as another leaving."""
    left_over: list[set[frozenset[int]]] = []
    for people, at in ((first, 0), ([*second, *first[:again]], 1_000)):
        published = publish(counted(people), PLANS)
        sums = [
            unions([frozenset(who + at for who in them) for _, them in whom(people, table)], 1)
            for table in published.tables
        ]
        left_over.append({
            less for one, other in product(sums, repeat=2) for less in differences(one, other, [frozenset()])
        } | {frozenset()})  # fmt: skip
    assert not stands_out([one | other for one, other in product(*left_over)])
