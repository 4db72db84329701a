"""Keeping what was read until it is confirmed, sealed; then writing all of it at once."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from casework import vault
from casework.db import new_id
from casework.people import employees
from casework.people.models import DirectoryImport, Employee

from .differences import PLAIN, SEALED, Differences, between, manager_tag
from .reading import Line

KEPT = timedelta(hours=24)


class Outdated(Exception):
    """The directory changed since this was read: look at the differences again."""


def keep(db: Session, lines: Sequence[Line], *, leavers: bool, by: int, now: datetime) -> int:
    """Put it aside, sealed. Returns its id; earlier ones of the same person go."""
    db.execute(delete(DirectoryImport).where((DirectoryImport.by == by) | (DirectoryImport.read_at <= now - KEPT)))
    id_ = new_id()
    text = json.dumps([asdict(line) for line in lines], default=_day_to_text)
    sealed = vault.field.seal(db, DirectoryImport.lines, id_, text)
    db.add(DirectoryImport(id=id_, by=by, read_at=now, leavers=leavers, base=state(db), lines=sealed))
    db.flush()
    return id_


def find(db: Session, import_id: int, *, by: int, now: datetime) -> DirectoryImport | None:
    """What its reader put aside within the day."""
    row = db.get(DirectoryImport, import_id)
    return row if row is not None and row.by == by and now - row.read_at < KEPT else None


def lines_of(db: Session, row: DirectoryImport) -> list[Line]:
    text = vault.field.open_(db, DirectoryImport.lines, row.id, row.lines)
    return [_line(said) for said in json.loads(text)]


def differences(db: Session, row: DirectoryImport, today: date) -> Differences:
    return between(db, lines_of(db, row), leavers=row.leavers, today=today)


def apply(db: Session, row: DirectoryImport, *, today: date, now: datetime) -> Differences:
    """Write every difference. Outdated when the directory is not as it was when this was shown."""
    if row.base != state(db):
        raise Outdated
    found = differences(db, row, today)
    if found.new:
        db.execute(insert(Employee), [_new(db, line, now) for line in found.new])
    if found.changed:
        changes = [{"id": known.id, **_values(db, known.id, line, now)} for line, known, _ in found.changed]
        db.execute(update(Employee), changes)
    if found.gone:
        db.execute(update(Employee), [{"id": one.id, "ends_on": today, "imported_at": now} for one in found.gone])
    db.delete(row)
    db.flush()
    return found


def state(db: Session) -> str:
    """A word for the directory as it is: another one after each change."""
    joined = func.count(Employee.same_as)
    found = db.execute(select(func.count(Employee.id), joined, func.max(Employee.imported_at))).one()
    return hashlib.sha256(repr([str(part) for part in found]).encode()).hexdigest()


def tags_and_managers(db: Session, found: Differences) -> Iterable[tuple[bytes, bytes | None, bytes | None]]:
    """Tag, manager's tag and the tag of the same person, of each line that is new or changed."""
    for line in found.new:
        yield employees.number_tag(db, line.number), manager_tag(db, line), None
    for line, known, _ in found.changed:
        yield known.tag, manager_tag(db, line), known.same_as


def last_days(db: Session, found: Differences, today: date) -> dict[bytes, date | None]:
    """Tag and last day of each line that is new, changed or not there any more."""
    ends = {employees.number_tag(db, line.number): line.end for line in found.new}
    ends |= {known.tag: line.end for line, known, _ in found.changed}
    return ends | {known.tag: today for known in found.gone}


def addresses(db: Session, found: Differences) -> dict[bytes, bytes]:
    """Tag of the address → tag of the number, of each line that is new or changed."""
    lines = [*found.new, *(line for line, *_ in found.changed)]
    return {employees.email_tag(db, line.email): employees.number_tag(db, line.number) for line in lines if line.email}


def _new(db: Session, line: Line, now: datetime) -> dict[str, Any]:
    id_ = new_id()
    return {"id": id_, "tag": employees.number_tag(db, line.number), "same_as": None, **_values(db, id_, line, now)}


def _values(db: Session, id_: int, line: Line, now: datetime) -> dict[str, Any]:
    sealed = {name: vault.field.seal(db, getattr(Employee, name), id_, getattr(line, name)) for name in SEALED}
    return {
        **sealed,
        **{name: getattr(line, name) for name in PLAIN},
        "manager_tag": manager_tag(db, line),
        "name_tag": employees.name_tag(db, line.name),
        "email_tag": employees.email_tag(db, line.email) if line.email else None,
        "starts_on": line.start,
        "ends_on": line.end,
        "imported_at": now,
    }


def _line(said: dict[str, Any]) -> Line:
    for name in ("start", "end"):
        said[name] = date.fromisoformat(said[name]) if said[name] else None
    return Line(**{field.name: said[field.name] for field in fields(Line)})


def _day_to_text(value: date) -> str:
    return value.isoformat()
