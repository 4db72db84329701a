"""What is published of one quarter: tables that are fixed beforehand, as far as nobody stands out of them.

* No number under 5, nobody at all included: a number says no more of those who are missing than of those who are there.
  Of many people the smallest block grows with the root of their number. What is left of a table when blocks are taken
  away is blocks again, so that complements keep the same rule.
* Whichever two or three tables are taken, adding and subtracting singles nobody out (`settling`, `safety`).
* No more numbers than people, of many one for every five, and five hundred at most: who solves tables for the people in
  them has fewer equations than unknowns.
* Two quarters tell of different leavings, or referrals: each counts in one quarter alone, which is published once and
  never again. A sum over two quarters is a sum over each, and whom it leaves over is left over by one of them: nobody,
  or five. Somebody who leaves twice is two leavings, and each is hidden among those of its own quarter.
* The same people give the same publication, to the last number.

What is left out is named, and why. Only what stands here is ever stored or shown, so that a page, a chart and a sheet
cannot say more.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from math import isqrt
from typing import Any

from .population import Population
from .safety import LEAST
from .settling import Settling
from .tables import Plan, Row, Table, planned

FREE, FIFTH, READABLE = 150, 5, 500
"""Numbers that may always be shown where there are as many people; people for each number beyond; and how many at most,
for nobody reads more."""
FEW, APART = "few", "apart"
"""Why a table is left out: too few people in its blocks, or too many other tables tell of the same ones."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row: the values of the group that it counts, none for everybody; how many; and how many of each column,
    none where it is not divided."""

    of: tuple[str, ...]
    all: int
    counts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """A table as it is published. `columns`: the answers that each counts together."""

    axis: str
    group: str
    columns: tuple[tuple[str, ...], ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Published:
    """`people`: none where they are too few to say. `left_out`: names of tables, by reason."""

    people: int | None
    tables: tuple[Shown, ...] = ()
    left_out: Mapping[str, tuple[str, ...]] | None = None


def publish(population: Population, plans: Sequence[Plan]) -> Published:
    """`plans` in the order of their worth: what comes first is kept rather."""
    people = population.people
    if people < LEAST:
        return Published(None)
    least = max(LEAST, isqrt(people) // 2)
    wanted = [(plan, planned(plan, population, least)) for plan in plans]
    tables = [table for _, table in wanted if table is not None]
    shown = [table for table in Settling(list(_within(tables, people)), people).settle() if table is not None]
    kept = {table.plan for table in shown}
    few = tuple(plan.name for plan, table in wanted if table is None)
    apart = tuple(plan.name for plan, table in wanted if table is not None and plan not in kept)
    return Published(people, tuple(map(_shown, shown)), {FEW: few, APART: apart})


def _within(tables: Iterable[Table], people: int) -> Iterator[Table]:
    """As many as may say something: those that still fit, in their order."""
    left = min(people, max(FREE, people // FIFTH), READABLE)
    for table in tables:
        divided = sum(row.divided for row in table.rows)
        says = max(divided - bool(table.plan.group), 1) * (len(table.columns) - 1)
        if says <= left:
            left -= says
            yield table


def _shown(table: Table) -> Shown:
    columns = tuple(column.values for column in table.columns)
    return Shown(table.plan.axis, table.plan.group, columns, tuple(_line(table, row) for row in table.rows))


def _line(table: Table, row: Row) -> Line:
    counts = tuple((row.part.mask & column.mask).bit_count() for column in table.columns) if row.divided else ()
    return Line(row.part.values, row.part.mask.bit_count(), counts)


def dump(published: Published) -> str:
    return json.dumps(asdict(published), ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def load(text: str | Mapping[str, Any]) -> Published:
    said = json.loads(text) if isinstance(text, str) else text
    tables = tuple(
        Shown(
            table["axis"],
            table["group"],
            tuple(map(tuple, table["columns"])),
            tuple(Line(tuple(line["of"]), line["all"], tuple(line["counts"])) for line in table["lines"]),
        )
        for table in said["tables"]
    )
    left_out = said["left_out"]
    return Published(said["people"], tables, left_out and {why: tuple(names) for why, names in left_out.items()})
