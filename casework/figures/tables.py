"""A table divides everybody who is counted into blocks, and gives the number of each.

Rows are a group (department, tenure …) or everybody at once, columns are answers. A row that cannot be divided without
showing a few people gives its number alone. What is too small is counted with its neighbour: of an ordered axis the
next, otherwise the next smallest.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, TypeVar

from .population import Part, Population

Kind = TypeVar("Kind")


@dataclass(frozen=True, slots=True)
class Plan:
    """A table that is wanted: the answers to `axis`, by `group` or over everybody."""

    axis: str
    group: str = ""

    @property
    def name(self) -> str:
        return f"{self.axis}/{self.group}" if self.group else self.axis


class Block(NamedTuple):
    """People who are given as one number. `column` is none where a row is not divided."""

    row: int
    column: int | None
    mask: int

    @property
    def size(self) -> int:
        return self.mask.bit_count()


class Row(NamedTuple):
    part: Part
    divided: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    plan: Plan
    rows: tuple[Row, ...]
    columns: tuple[Part, ...]
    ordered: bool
    rows_ordered: bool

    def blocks(self) -> Iterator[Block]:
        for at, (part, divided) in enumerate(self.rows):
            if not divided:
                yield Block(at, None, part.mask)
                continue
            for column, of in enumerate(self.columns):
                yield Block(at, column, part.mask & of.mask)

    @property
    def worth(self) -> bool:
        """A row at least is divided: otherwise it says no more than another table."""
        return len(self.columns) > 1 and any(row.divided for row in self.rows)

    def coarser(self, block: Block) -> "Table | None":
        """With this block counted together with another one, so that as few as possible are lost; none where nothing
        would be left."""
        if block.column is None:
            return self._joined_rows(block.row)
        divided = sum(row.divided for row in self.rows)
        if divided < len(self.columns):
            return self._joined_columns(block.column)
        rows = [row._replace(divided=False) if at == block.row else row for at, row in enumerate(self.rows)]
        return _if_worth(replace(self, rows=tuple(rows)))

    def _joined_rows(self, at: int) -> "Table | None":
        if len(self.rows) < 2:
            return None
        sizes = [row.part.mask.bit_count() for row in self.rows]
        with_ = _neighbour(at, sizes, ordered=self.rows_ordered)
        part = _both(self.rows[at].part, self.rows[with_].part)
        joined = Row(part, self.rows[at].divided and self.rows[with_].divided)
        return _if_worth(replace(self, rows=_put(self.rows, at, with_, joined, ordered=self.rows_ordered)))

    def _joined_columns(self, at: int) -> "Table | None":
        sizes = [column.mask.bit_count() for column in self.columns]
        with_ = _neighbour(at, sizes, ordered=self.ordered)
        joined = _both(self.columns[at], self.columns[with_])
        return _if_worth(replace(self, columns=_put(self.columns, at, with_, joined, ordered=self.ordered)))


def planned(plan: Plan, population: Population, least: int) -> Table | None:
    """The finest form whose blocks all have `least` people or more; none where nothing could be divided."""
    whole = Part((), population.everybody)
    groups = population.parts[plan.group] if plan.group else (whole,)
    table: Table | None = Table(
        plan,
        tuple(Row(group) for group in groups),
        population.parts[plan.axis],
        plan.axis in population.ordered,
        plan.group in population.ordered,
    )
    table = _until(table, lambda table: _too_few(table, least))
    return _until(table, lambda table: _smallest(table, least))


def _until(table: Table | None, wrong: Callable[[Table], Block | None]) -> Table | None:
    while table is not None and (block := wrong(table)) is not None:
        table = table.coarser(block)
    return _if_worth(table)


def _too_few(table: Table, least: int) -> Block | None:
    """A row that cannot stand alone, divided or not."""
    sizes = [row.part.mask.bit_count() for row in table.rows]
    at = min(range(len(sizes)), key=lambda at: (sizes[at], at))
    return Block(at, None, table.rows[at].part.mask) if sizes[at] < least and len(sizes) > 1 else None


def _smallest(table: Table, least: int) -> Block | None:
    block = min(table.blocks(), key=lambda block: block.size)
    return block if block.size < least else None


def _if_worth(table: Table | None) -> Table | None:
    return table if table is not None and table.worth else None


def _neighbour(at: int, sizes: Sequence[int], *, ordered: bool) -> int:
    others = [at - 1, at + 1] if ordered else range(len(sizes))
    return min((to for to in others if 0 <= to < len(sizes) and to != at), key=lambda to: (sizes[to], to))


def _both(one: Part, other: Part) -> Part:
    return Part((*one.values, *other.values), one.mask | other.mask)


def _put(of: Sequence[Kind], at: int, with_: int, joined: Kind, *, ordered: bool) -> tuple[Kind, ...]:
    """In the place of the first of both where order says something, else last."""
    first, second = sorted((at, with_))
    left = [*of[:first], *([joined] if ordered else []), *of[first + 1 : second], *of[second + 1 :]]
    return tuple(left if ordered else [*left, joined])
