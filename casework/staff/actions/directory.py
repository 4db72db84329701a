"""Importing the directory: what it changes, and every wall that it raises, in one transaction."""

from datetime import datetime

from sqlalchemy.orm import Session

from casework.access import Action, require, walls
from casework.audit import HouseTag, trail
from casework.cases.actions import leaving
from casework.people import Actor, employees
from casework.people.directory import importing, joining, reading
from casework.people.models import DirectoryImport
from casework.settings import N_, Said

from .people import Refused


def keep(db: Session, lines: list[reading.Line], *, leavers: bool, by: Actor, now: datetime) -> int:
    """Put what was read aside until its reader confirms it."""
    require(by, Action.IMPORT_DIRECTORY)
    return importing.keep(db, lines, leavers=leavers, by=by.id, now=now)


def confirm(db: Session, row: DirectoryImport, *, by: Actor, now: datetime) -> None:
    """All of it, with every wall and the account of whoever has left, or nothing. importing.Outdated when the directory
    changed meanwhile."""
    require(by, Action.IMPORT_DIRECTORY)
    found = importing.apply(db, row, today=now.date(), now=now)
    linked = employees.link_by_email(db)
    walls.recompute(db)
    left = leaving.by_directory(db, now.date(), by=by)
    counts = {"new": len(found.new), "changed": len(found.changed), "gone": len(found.gone), "linked": linked}
    counts["left"] = len(left)
    trail.record(db, by, HouseTag.DIRECTORY_IMPORTED, **counts)


def join(db: Session, first: str, second: str, *, by: Actor) -> None:
    """Two ids are one person, and whatever walls follow from it."""
    require(by, Action.IMPORT_DIRECTORY)
    try:
        one, other = joining.join(db, first, second)
    except joining.NotJoined as wrong:
        if wrong.missing:
            raise Refused(Said(N_("The id “%(id)s” is not in the directory."), {"id": wrong.missing})) from wrong
        raise Refused(Said(N_("These two are one person already."))) from wrong
    walls.recompute(db)
    trail.record(db, by, HouseTag.EMPLOYEES_JOINED, employee=one, other=other)
