"""Who comes into a leaver's line loses their key of the interview: by the clock, after the directory changed, with
nobody signed in. Until then they read nothing more by it (`queries.opened`)."""

import hashlib
from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from casework import vault
from casework.access import conflicts
from casework.audit import Tag, trail
from casework.db import Database
from casework.exits.models import Exit
from casework.exits.queries import interviewers
from casework.people import SYSTEM
from casework.people.models import Employee, Person
from casework.vault import OF_EXITS, Compartment, HolderKind
from casework.vault.models import CompartmentRow, Seal

BATCH = 50
"""Exits of a transaction."""
_looked: dict[str, str] = {}
"""By database: the directory that this process looked at last."""


def end_conflicts(database: Database) -> int:
    """How many keys ended. Nothing is looked at again while the directory is as it was."""
    with database.reading() as db:
        now = _directory(db)
        if _looked.get(database.url) == now:
            return 0
        staff = db.scalars(select(Person.id).where(Person.employee_index.is_not(None))).all()
        wrong = [one for person_id in staff for one in _wrong(db, person_id)]
    for start in range(0, len(wrong), BATCH):
        with database.transaction() as db:
            for one in wrong[start : start + BATCH]:
                vault.rooms.remove(db, one.exit_id, one.room, HolderKind.PERSON, one.person_id)
                trail.record(db, SYSTEM, Tag.WALL_RAISED, one.exit_id, person=one.person_id, cause=one.cause)
    _looked[database.url] = now
    return len(wrong)


class _Key(NamedTuple):
    """One that ends, and why."""

    exit_id: int
    room: Compartment
    person_id: int
    cause: str


def _wrong(db: Session, person_id: int) -> list[_Key]:
    """Whoever is in the line loses the interview; who is the leaver loses both rooms."""
    line = interviewers.line_of(db, person_id)
    found = []
    for tags, cause, rooms in (
        (line.own, conflicts.PARTY, OF_EXITS),
        (line.others, conflicts.LINE, {Compartment.INTERVIEW}),
    ):
        for part in interviewers.parts(sorted(tags)):
            rows = db.execute(_held(person_id, rooms).where(Exit.employee_tag.in_(part)))
            found += [_Key(row.id, Compartment(row.name), person_id, cause) for row in rows]
    return found


def _held(person_id: int, rooms: Collection[Compartment]) -> Select[int, str]:
    query = select(Exit.id, CompartmentRow.name).join(CompartmentRow, CompartmentRow.case_id == Exit.id)
    query = query.join(Seal, (Seal.compartment_id == CompartmentRow.id) & (Seal.epoch == CompartmentRow.epoch))
    whose = (Seal.holder_kind == HolderKind.PERSON.value, Seal.holder_id == person_id)
    return query.where(*whose, CompartmentRow.name.in_([room.value for room in rooms])).order_by(Exit.id)


def _directory(db: Session) -> str:
    """A word for how the directory, and who of the staff is whom in it, are now."""
    employees = db.execute(select(func.count(Employee.id), func.max(Employee.imported_at))).one()
    staff = db.execute(select(Person.id, Person.employee_index).order_by(Person.id)).all()
    return hashlib.sha256(repr((tuple(employees), [tuple(row) for row in staff])).encode()).hexdigest()
