"""Who comes into a leaver's line loses their key of the interview: by the clock, after the directory changed, with
nobody signed in. Until then they read nothing more by it (`queries.opened`)."""

import hashlib

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework import vault
from casework.access import conflicts
from casework.audit import Tag, trail
from casework.db import Database
from casework.exits.models import Exit
from casework.people import SYSTEM
from casework.people.models import Employee, Person
from casework.vault import OF_EXITS, Compartment, HolderKind
from casework.vault.models import CompartmentRow, Seal

BATCH = 200
"""Exits that are looked at in one transaction."""
_looked: dict[str, str] = {}
"""By database: the directory that this process looked at last."""


def end_conflicts(database: Database) -> int:
    """How many keys ended. Nothing is looked at again while the directory is as it was."""
    with database.reading() as db:
        now = _directory(db)
    if _looked.get(database.url) == now:
        return 0
    after, done = 0, 0
    while True:
        with database.transaction() as db:
            rows = db.execute(
                select(Exit.id, Exit.employee_tag)
                .where(Exit.id > after, Exit.employee_tag.is_not(None))
                .order_by(Exit.id)
                .limit(BATCH)
            ).all()
            done += _end(db, {row.id: row.employee_tag for row in rows})
        if len(rows) < BATCH:
            break
        after = rows[-1].id
    _looked[database.url] = now
    return done


def _end(db: Session, exits: dict[int, bytes]) -> int:
    """Whoever is in the line loses the interview; who is the leaver loses both rooms."""
    order = list(exits)
    found = conflicts.judge(db, [(at, conflicts.RESPONDENT, exits[id_]) for at, id_ in enumerate(order)])
    causes = {(order[one.case_id], one.person_id): one.cause for one in found}
    people = {person_id for _, person_id in causes}
    held = (
        select(Seal.case_id, CompartmentRow.name, Seal.holder_id)
        .join(CompartmentRow, (CompartmentRow.id == Seal.compartment_id) & (CompartmentRow.epoch == Seal.epoch))
        .where(Seal.case_id.in_(exits), CompartmentRow.name.in_([room.value for room in OF_EXITS]))
        .where(Seal.holder_kind == HolderKind.PERSON.value, Seal.holder_id.in_(people))
        .order_by(Seal.case_id, CompartmentRow.id)
    )
    done = 0
    for exit_id, name, person_id in db.execute(held).all() if people else ():
        room, cause = Compartment(name), causes.get((exit_id, person_id))
        if cause == conflicts.PARTY or (cause and room is Compartment.INTERVIEW):
            vault.rooms.remove(db, exit_id, room, HolderKind.PERSON, person_id)
            trail.record(db, SYSTEM, Tag.WALL_RAISED, exit_id, person=person_id, cause=cause)
            done += 1
    return done


def _directory(db: Session) -> str:
    """A word for how the directory, and who of the staff is whom in it, are now."""
    employees = db.execute(select(func.count(Employee.id), func.max(Employee.imported_at))).one()
    staff = db.execute(select(Person.id, Person.employee_index).order_by(Person.id)).all()
    return hashlib.sha256(repr((tuple(employees), [tuple(row) for row in staff])).encode()).hexdigest()
