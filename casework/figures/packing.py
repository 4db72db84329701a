"""Disjoint sets of people, each of whom tells all sums of blocks apart: the quick proof, where there are many people.

A person is a vector with a bit for each block that they are in. A set of people tells all sums apart when its vectors
span those of everybody.
"""

from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import chain, islice
from operator import xor

PORTION = 1024
"""People whose vectors are made at a time."""
IDLE, MOST = 600, 48
"""People in a row who add nothing, before the set is taken for whole; people for each block who are asked at most."""
Basis = dict[int, int]
"""Vectors by the place of their highest bit."""


def packed(blocks: Sequence[int], people: int, sets: int) -> bool:
    """Are there as many? False where none were found: there may be some."""
    asked = islice(_vectors(blocks, people), MOST * len(blocks))
    whole, left = _whole(blocks, asked)
    if whole is None:
        return False
    rest: Iterator[int] = chain(left, asked)
    for _ in range(sets - 1):
        size, left = _filled(rest, len(whole))
        if size < len(whole):
            return False
        rest = chain(left, rest)
    return True


def _vectors(blocks: Sequence[int], people: int) -> Iterator[int]:
    for start in range(0, people, PORTION):
        size = min(PORTION, people - start)
        portion = (1 << size) - 1
        columns = (format(mask >> start & portion, f"0{size}b") for mask in reversed(blocks))
        yield from (int("".join(said), 2) for said in zip(*columns, strict=True))


def _whole(blocks: Sequence[int], asked: Iterator[int]) -> tuple[Basis | None, list[int]]:
    """A set that tells apart whatever anybody does, and who was asked and is not in it."""
    basis, left, idle, patience = Basis(), list[int](), 0, IDLE
    for vector in asked:
        if _add(basis, vector):
            idle = 0
            continue
        left.append(vector)
        idle += 1
        if idle == patience:
            if _spans(basis, blocks):
                return basis, left
            patience *= 2
    return (basis, left) if _spans(basis, blocks) else (None, left)


def _filled(people: Iterator[int], rank: int) -> tuple[int, list[int]]:
    """How far another set comes, up to this rank; and who of those who were asked is not in it."""
    basis, left = Basis(), list[int]()
    while len(basis) < rank and (vector := next(people, None)) is not None:
        if not _add(basis, vector):
            left.append(vector)
    return len(basis), left


def _add(basis: Basis, vector: int) -> bool:
    """Whether it was none of their sums."""
    while vector:
        top = vector.bit_length()
        other = basis.get(top)
        if other is None:
            basis[top] = vector
            return True
        vector ^= other
    return False


def _spans(basis: Basis, blocks: Sequence[int]) -> bool:
    """Nobody at all has a vector that is not a sum of these: what adds up to nothing for these people, blocks as masks,
    does so for everybody."""
    tops = sorted(basis)
    for at, top in enumerate(tops):
        vector = basis[top]
        for lower in tops[:at]:
            if vector >> lower - 1 & 1:
                vector ^= basis[lower]
        basis[top] = vector
    free = (place for place in range(len(blocks)) if place + 1 not in basis)
    return not any(
        reduce(xor, (blocks[top - 1] for top in tops if basis[top] >> place & 1), blocks[place]) for place in free
    )
