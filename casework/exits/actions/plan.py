"""Somebody's leaving is planned: out of the directory, out of what was decided in a case, or as typed."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import vault
from casework.access import Action, Forbidden, policy, relations
from casework.audit import Tag, trail
from casework.cases.actions import departures
from casework.cases.models import Departure
from casework.db import Database, new_id, utc_now
from casework.exits.lifecycle import CANCELLED, WAYS
from casework.exits.models import Exit
from casework.exits.queries import directory, interviewers
from casework.exits.queries.directory import Line
from casework.exits.queries.interviewers import Leaver, Readers
from casework.people import Actor
from casework.settings import N_, Said
from casework.vault import Compartment, Room, building

from . import checklist

BATCH = 10
"""Leavings that are planned in one transaction."""
OWN = N_("Nobody plans their own leaving: ask a colleague.")


class PlannedAlready(Exception):
    """Of the same employee, for the same day."""

    said = Said(N_("Their leaving on that day is planned already."))


@dataclass(frozen=True, slots=True)
class Leaving:
    """What is known of it. `tag`: of the directory; `email` is compared with staff's and not kept."""

    name: str
    way: str
    ends_on: date
    contact: str = ""
    tag: bytes | None = None
    email: str = ""
    department: str = ""
    site_id: int = 0
    starts_on: date | None = None


def of_line(line: Line, way: str, *, ends_on: date | None = None, contact: str = "") -> Leaving:
    """What the directory says of them; another last day than its own where one is given."""
    day = ends_on or line.ends_on
    if day is None:
        raise ValueError("nobody leaves on no day")
    return Leaving(
        line.name, way, day, contact, line.tag, "", line.department, line.site_id, line.starts_on
    )  # fmt: skip


def plan(
    db: Session, leaving: Leaving, *, by: Actor, now: datetime, departure: Departure | None = None
) -> Exit:  # fmt: skip
    """Its two rooms, sealed to whoever may read them as things stand, and a number. PlannedAlready where it is."""
    policy.require(by, Action.PLAN_EXIT)
    if leaving.way not in WAYS:
        raise ValueError(leaving.way)
    leaver = Leaver(leaving.tag, leaving.name, leaving.email)
    if by.id in interviewers.in_the_way(db, leaver)[0]:
        raise Forbidden(OWN)
    if leaving.tag is not None and _is_planned(db, leaving.tag, leaving.ends_on):
        raise PlannedAlready
    if departure is not None:
        departures.planned(db, departure, by=by)
    id_ = new_id()
    vault.rooms.found_case(db, id_)
    room = _build(db, id_, interviewers.readers_for(db, leaver, planner=by.id))
    row = Exit(
        id=id_,
        number=_number(db, now.year),
        way=vault.field.seal(db, Exit.way, id_, leaving.way, case=id_),
        name=room.seal(Exit.name, id_, leaving.name),
        contact=room.seal(Exit.contact, id_, leaving.contact) if leaving.contact else None,
        employee_tag=leaving.tag,
        department=leaving.department,
        site_id=leaving.site_id,
        starts_on=leaving.starts_on,
        ends_on=leaving.ends_on,
        departure_id=departure.id if departure is not None else None,
        planned_by=by.id,
        planned_at=now,
    )
    db.add(row)
    db.flush()
    trail.record(db, by, Tag.EXIT_PLANNED, id_)
    checklist.begin(db, row, leaving.way, by=by)
    return row


def plan_coming(database: Database, *, by: Actor, way: str, today: date) -> int:
    """Everybody who leaves by the directory and has no exit yet, in batches. How many there were."""
    done = 0
    while True:
        with database.transaction() as db:
            lines = directory.coming(db, by.id, today, BATCH)
            planned = _planned(db, lines, by, way)
        done += planned
        if len(lines) < BATCH or not planned:
            return done


def _planned(db: Session, lines: Iterable[Line], by: Actor, way: str) -> int:
    done = 0
    for line in lines:
        try:
            plan(db, of_line(line, way), by=by, now=utc_now())
        except (PlannedAlready, Forbidden):  # under another number of theirs, or their own
            continue
        done += 1
    return done


def _build(db: Session, exit_id: int, readers: Readers) -> Room:
    """What nobody can hear yet is not built: it is when somebody can."""
    wanted = [(Compartment.LEAVING, readers.leaving), (Compartment.INTERVIEW, readers.interview)]
    halves = [(room, interviewers.halves(db, people, room)) for room, people in wanted]
    rooms = building.build_all(
        db, exit_id, [(room, 0, of.values()) for room, of in halves if of or room is Compartment.LEAVING]
    )
    return rooms[0]


def _is_planned(db: Session, tag: bytes, ends_on: date) -> bool:
    tags = relations.around(db, [tag]).person(tag)
    query = select(Exit.id).where(Exit.employee_tag.in_(tags), Exit.ends_on == ends_on, Exit.state != CANCELLED)
    return db.scalar(query.limit(1)) is not None


def _number(db: Session, year: int) -> str:
    for _ in range(20):
        number = f"EX-{year % 100:02}-{secrets.randbelow(1_000_000):06}"
        if db.scalar(select(Exit.id).where(Exit.number == number)) is None:
            return number
    raise RuntimeError("no free number was found")
