"""From tables that are wanted to tables that can be shown together: whichever two or three of them are taken, nobody is
singled out by adding and subtracting (`safety`).

They stand in the order of their worth. All at once are tried first; where that fails, parts of them, down to three;
where three fail, the last of them is made coarser, and at the end left out. What was found safe stays safe then, for a
coarser table adds up to less.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations_with_replacement

from . import safety
from .safety import Verdict
from .tables import Block, Table

Run = tuple[int, int]
"""Tables from the first to before the second."""
TOGETHER = 3


class Settling:
    def __init__(self, tables: Sequence[Table], people: int) -> None:
        self.tables: list[Table | None] = list(tables)
        self._people = people

    def settle(self) -> list[Table | None]:
        """In the order in which they came; none where one had to be left out."""
        if self.tables:
            self._settle(((0, len(self.tables)),) * TOGETHER)
        return self.tables

    def _settle(self, runs: tuple[Run, ...]) -> None:
        """Make whichever tables are taken from these runs, one from each, safe together."""
        while True:
            chosen = sorted({at for run in runs for at in range(*run) if self.tables[at] is not None})
            verdict, blocks = self._judged(chosen)
            if verdict.safe:
                return
            met = {blocks[place][0] for place in verdict.word}
            if 0 < len(met) <= TOGETHER or all(stop - start == 1 for start, stop in runs):
                last = max(met or chosen)
                self._coarsen(last, [block for at, block in (blocks[place] for place in verdict.word) if at == last])
                continue
            for smaller in _smaller(runs):
                self._settle(smaller)
            return

    def _judged(self, chosen: Sequence[int]) -> tuple[Verdict, list[tuple[int, Block]]]:
        blocks = [(at, block) for at in chosen for block in self._of(at).blocks()]
        if not blocks:
            return safety.SAFE, blocks
        return safety.judge([block.mask for _, block in blocks], self._people, len(chosen)), blocks

    def _of(self, at: int) -> Table:
        table = self.tables[at]
        assert table is not None
        return table

    def _coarsen(self, at: int, at_fault: Sequence[Block]) -> None:
        table = self._of(at)
        block = min(at_fault or table.blocks(), key=lambda block: block.size)
        self.tables[at] = table.coarser(block)


def _smaller(runs: tuple[Run, ...]) -> Iterator[tuple[Run, ...]]:
    """The longest run in halves: every choice of one from each run is a choice from one of these."""
    longest = max(runs, key=lambda run: run[1] - run[0])
    start, stop = longest
    middle = (start + stop) // 2
    others = tuple(run for run in runs if run != longest)
    for halves in combinations_with_replacement(((start, middle), (middle, stop)), len(runs) - len(others)):
        yield tuple(sorted((*others, *halves)))
