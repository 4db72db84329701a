"""Those who leave Northfield, as `texts/leaving.toml` has them: in the directory with their first and last day."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from .texts import FOLDER, Employee

FIRST_NUMBER = 3001


@dataclass(frozen=True, slots=True)
class Leaver:
    """`told`: how far their exit has come and what they said; nothing for who is only in the directory."""

    employee: Employee
    years: int
    days: int
    told: Mapping[str, Any]

    def ends_on(self, today: date) -> date:
        return today + timedelta(days=self.days)

    def starts_on(self, today: date) -> date:
        return self.ends_on(today) - timedelta(days=365 * self.years + 90 + int(self.employee.number) % 200)


@cache
def read() -> dict[str, Any]:
    return tomllib.loads((FOLDER / "leaving.toml").read_text(encoding="utf-8"))


@cache
def everybody() -> tuple[Leaver, ...]:
    return tuple(_leavers())


def _leavers() -> Iterator[Leaver]:
    rows = [(line, {}) for line in read()["coming"]["people"]] + [(row["who"], row) for row in read()["exit"]]
    for number, (line, told) in enumerate(rows, FIRST_NUMBER):
        name, department, town, manager, years, days = line.split("|")
        yield Leaver(Employee(str(number), name, "", department, town, manager, ""), int(years), int(days), told)
