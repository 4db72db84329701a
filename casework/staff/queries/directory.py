"""What /people/directory shows: how much there is, and what an import would change."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.access import walls
from casework.access.relations import Entry
from casework.cases.queries import departed
from casework.people import Actor, employees
from casework.people.directory import importing
from casework.people.directory.differences import Differences
from casework.people.models import DirectoryImport, Employee, Person

SHOWN = 200
"""Lines of each list; the counts say how many there are."""


@dataclass(frozen=True, slots=True)
class Directory:
    people: int
    left: int
    imported_at: datetime | None


@dataclass(frozen=True, slots=True)
class Preview:
    """`walled`: names of staff who would be walled off from something, never from what; never the reader's own.
    `leaving`: names of those whose accounts would be shut."""

    found: Differences
    walled: list[str]
    leaving: list[str]


def directory(db: Session, now: datetime) -> Directory:
    left = select(func.count(Employee.id)).where(Employee.ends_on <= now.date())
    people, last = db.execute(select(func.count(Employee.id), func.max(Employee.imported_at))).one()
    return Directory(people, db.scalar(left) or 0, last)


def preview(db: Session, row: DirectoryImport, actor: Actor, now: datetime) -> Preview:
    """Needs a transaction: accounts are linked to their lines for as long as the looking takes, and no longer."""
    found = importing.differences(db, row, now.date())
    changed = {tag: Entry(manager, same) for tag, manager, same in importing.tags_and_managers(db, found)}
    with db.begin_nested() as looking:
        employees.link_by_email(db, importing.addresses(db, found))
        walled = walls.preview(db, changed) - {actor.id}
        gone = departed.by_directory(db, now.date(), importing.last_days(db, found, now.date()))
        looking.rollback()
    return Preview(found, _names(db, walled), _names(db, gone))


def _names(db: Session, people: Collection[int]) -> list[str]:
    return list(db.scalars(select(Person.name).where(Person.id.in_(people)).order_by(Person.name)))
