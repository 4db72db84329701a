"""The proof against what it says: every sum of blocks, one by one."""

import random
from functools import reduce
from itertools import combinations
from operator import xor

from hypothesis import given, settings
from hypothesis import strategies as st

from casework.figures.safety import LEAST, judge


def partition(chance: random.Random, people: int, blocks: int) -> list[int]:
    masks = [0] * blocks
    for at in range(people):
        masks[chance.randrange(blocks)] |= 1 << at
    return [mask for mask in masks if mask]


@given(st.integers(0, 2**32), st.integers(5, 60), st.integers(1, 3))
@settings(max_examples=150, deadline=None)
def test_it_finds_a_small_sum_exactly_where_there_is_one(seed: int, people: int, tables: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - people of nobody
    blocks = [mask for _ in range(tables) for mask in partition(chance, people, chance.randrange(1, 5))]
    sums = {
        reduce(xor, chosen, 0) for size in range(1, len(blocks) + 1) for chosen in combinations(blocks, size)
    }  # fmt: skip
    verdict = judge(blocks, people, tables)
    assert verdict.safe is all(not 0 < mask.bit_count() < LEAST for mask in sums)
    if verdict.word:
        assert 0 < reduce(xor, (blocks[place] for place in verdict.word)).bit_count() < LEAST


def test_three_people_among_very_many_are_found_though_a_part_is_looked_at_first() -> None:
    people = 5_000
    everybody, one, few = (1 << people) - 1, (1 << 2_500) - 1, 0b111 << 4_000
    apart = [one, everybody ^ one, one ^ few, everybody ^ one ^ few]
    assert not judge(apart, people, 2).safe
    assert judge([one, everybody ^ one, one >> 400, everybody ^ one >> 400], people, 2).safe
