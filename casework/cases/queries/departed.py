"""Who has an account still and is gone by the directory."""

from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.access.relations import around
from casework.cases.models import Handover
from casework.people.models import Employee, Person


def by_directory(db: Session, today: date, changed: Mapping[bytes, date | None] | None = None) -> list[int]:
    """Accounts whose every line has ended. Who came back after that day is not gone again by it. `changed`: last days
    as they would be after a change of the directory."""
    people = {
        row.id: row.employee_index
        for row in db.execute(select(Person.id, Person.employee_index).where(Person.state == "active"))
        if row.employee_index
    }
    lines = around(db, people.values())
    tags = {id_: lines.person(tag) for id_, tag in people.items()}
    days = {**_last_days(db, frozenset[bytes]().union(*tags.values())), **(changed or {})}
    opened = select(Handover.person_id, func.max(Handover.opened_at)).group_by(Handover.person_id)
    out_since = {person_id: at.date() for person_id, at in db.execute(opened)}
    found = []
    for id_, own in tags.items():
        ends = [days[tag] for tag in own if tag in days]
        last = max((day for day in ends if day is not None), default=None)
        if last is not None and None not in ends and last <= today and out_since.get(id_, date.min) < last:
            found.append(id_)
    return sorted(found)


def _last_days(db: Session, tags: Collection[bytes]) -> dict[bytes, date | None]:
    wanted, found = list(tags), dict[bytes, date | None]()
    for start in range(0, len(wanted), 500):
        query = select(Employee.tag, Employee.ends_on).where(Employee.tag.in_(wanted[start : start + 500]))
        found |= {row.tag: row.ends_on for row in db.execute(query)}
    return found
