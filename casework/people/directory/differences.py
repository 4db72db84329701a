"""What a directory that was read would change: who is new, who changed in what, who has left, who is their own boss."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import vault
from casework.people import employees
from casework.people.models import Employee
from casework.settings import N_, Said

from .reading import Fault, Line, plain

SEALED = ("number", "name", "email", "employer", "agreement")
PLAIN = ("department", "location")


class Known(NamedTuple):
    """One line of the directory as it is, opened."""

    id: int
    tag: bytes
    manager_tag: bytes | None
    same_as: bytes | None
    ends_on: date | None
    line: Line


@dataclass(slots=True)
class Differences:
    """`changed`: with the columns that differ. `gone`: in the directory and not in the file, and not ended yet."""

    new: list[Line] = field(default_factory=list)
    changed: list[tuple[Line, Known, tuple[str, ...]]] = field(default_factory=list)
    ended: list[Line] = field(default_factory=list)
    gone: list[Known] = field(default_factory=list)
    same: int = 0
    remarks: list[Fault] = field(default_factory=list)

    @property
    def any(self) -> bool:
        return bool(self.new or self.changed or self.gone)


def between(db: Session, lines: Sequence[Line], *, leavers: bool, today: date) -> Differences:
    """Compare. `leavers`: whoever is not in the file has left."""
    found, known = Differences(), directory(db)
    tags = {employees.number_tag(db, line.number): line for line in lines}
    for tag, line in tags.items():
        if tag not in known:
            found.new.append(line)
            continue
        differ = _differ(db, line, known[tag])
        if differ:
            found.changed.append((line, known[tag], differ))
        else:
            found.same += 1
        was = known[tag].ends_on
        if line.end and line.end <= today and (was is None or was > today):
            found.ended.append(line)
    if leavers:
        found.gone = [
            one for tag, one in known.items() if tag not in tags and (one.ends_on is None or one.ends_on > today)
        ]
    found.remarks = [*_unknown_managers(db, lines, known.keys() | tags.keys()), *_loops(lines)]
    return found


def directory(db: Session) -> dict[bytes, Known]:
    """Everybody in it, by tag, opened."""
    return {row.tag: _opened(db, row) for row in db.scalars(select(Employee).execution_options(yield_per=1000))}


def manager_tag(db: Session, line: Line) -> bytes | None:
    return employees.number_tag(db, line.manager) if line.manager else None


def _opened(db: Session, row: Employee) -> Known:
    words = {name: vault.field.open_(db, getattr(Employee, name), row.id, getattr(row, name)) for name in SEALED}
    places = {name: getattr(row, name) for name in PLAIN}
    line = Line(0, **words, **places, start=row.starts_on, end=row.ends_on)
    return Known(row.id, row.tag, row.manager_tag, row.same_as, row.ends_on, line)


def _differ(db: Session, line: Line, known: Known) -> tuple[str, ...]:
    names = ("name", "email", *PLAIN, "employer", "agreement", "start", "end")
    differ = [name for name in names if getattr(line, name) != getattr(known.line, name)]
    if manager_tag(db, line) != known.manager_tag:
        differ.append("manager")
    return tuple(differ)


def _unknown_managers(db: Session, lines: Iterable[Line], known: Iterable[bytes]) -> list[Fault]:
    there = frozenset(known)
    return [
        Fault(line.at, Said(N_("The manager “%(id)s” is not in the directory."), {"id": line.manager}))
        for line in lines
        if line.manager and employees.number_tag(db, line.manager) not in there
    ]


def _loops(lines: Sequence[Line]) -> list[Fault]:
    """Each circle of managers once, at the line where it is met first."""
    up = {line.key: plain(line.manager) for line in lines if line.manager}
    names = {line.key: line for line in lines}
    settled: set[str] = set()
    faults = []
    for start in up:
        path: dict[str, int] = {}
        one = start
        while one in up and one not in settled and one not in path:
            path[one] = len(path)
            one = up[one]
        if one in path:
            circle = [names[number] for number in list(path)[path[one] :]]
            said = " → ".join(line.number for line in (*circle, circle[0]))
            faults.append(
                Fault(min(line.at for line in circle), Said(N_("Managers go in a circle: %(way)s"), {"way": said}))
            )
        settled.update(path)
    return faults
