"""A case at counsel's direction, from its start or from a day on: counsel reads the file, pages and papers say so."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Action, Forbidden
from casework.audit import Tag, trail
from casework.cases.lifecycle import IllegalStep, Why
from casework.cases.models import Case, Direction
from casework.cases.queries import direction
from casework.db import new_id, utc_now
from casework.people import Actor, Role
from casework.settings import N_, Said
from casework.vault import Compartment
from casework.vault.room import Room

from . import case as cases
from . import members

FILE = (Compartment.FILE, 0)


def direct(
    db: Session, case: Case, *, counsel_id: int, from_on: date, until_on: date | None, why: str, by: Actor
) -> Direction:
    """Counsel gets the file, if they do not read it yet."""
    found = cases.begin(db, case, by, Action.DIRECT)
    if until_on is not None and until_on < from_on:
        raise _refused(N_("It ends before it begins: look at the days."))
    if any(direction.holds(one, from_on) for one in running(db, case.id)):
        raise _refused(N_("Counsel directs it already: end that first."))
    counsel(db, counsel_id)
    if Compartment.FILE not in found.holders.get(counsel_id, frozenset()):
        members.add(db, case, counsel_id, by=by, rooms=[FILE])
    row = begin(db, case, members.enter(db, case, by, *FILE), counsel_id, from_on, until_on, why, by)
    cases.touch(db, case, by, Tag.CASE_DIRECTED, clocks_run=False, direction=row.id, person=counsel_id)
    return row


def at_opening(db: Session, case: Case, file: Room, *, counsel_id: int, from_on: date, why: str, by: Actor) -> None:
    """From the start of a case, whoever records it: counsel is among those whom it was sealed to just now."""
    counsel(db, counsel_id)
    if counsel_id not in members.reading(db, case, *FILE):
        raise Forbidden(N_("Counsel has a conflict with somebody of this case, and cannot direct it."))
    row = begin(db, case, file, counsel_id, from_on, None, why, by)
    trail.record(db, by, Tag.CASE_DIRECTED, case.id, direction=row.id, person=counsel_id)


def end(db: Session, case: Case, row: Direction, *, by: Actor) -> None:
    """What was prepared until now stays what it was; from now on pages carry no legend."""
    cases.begin(db, case, by, Action.DIRECT)
    if row.ended_at is not None:
        raise _refused(N_("It has ended already."))
    row.ended_at, row.ended_by = utc_now(), by.id
    cases.touch(db, case, by, Tag.DIRECTION_ENDED, clocks_run=False, direction=row.id)


def counsel(db: Session, person_id: int) -> None:
    """Forbidden unless they are counsel to whom something may be sealed."""
    person = members.able(db, [person_id]).get(person_id)
    if person is None or not person.has(Role.COUNSEL):
        raise Forbidden(N_("They are not counsel here, or cannot sign in."))


def running(db: Session, case_id: int) -> list[Direction]:
    return list(db.scalars(select(Direction).where(Direction.case_id == case_id, Direction.ended_at.is_(None))))


def begin(
    db: Session, case: Case, file: Room, counsel_id: int, from_on: date, until_on: date | None, why: str, by: Actor
) -> Direction:
    id_ = new_id()
    row = Direction(
        id=id_, case_id=case.id, counsel_id=counsel_id, from_on=from_on, until_on=until_on,
        why=file.seal(Direction.why, id_, why), by=by.id, at=utc_now(),
    )  # fmt: skip
    db.add(row)
    db.flush()
    return row


def _refused(words: str) -> IllegalStep:
    return IllegalStep("direct", [Why("directed", Said(words), "#legal")])
