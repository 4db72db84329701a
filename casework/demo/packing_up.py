"""The checklist of somebody's leaving, as far as it has come: whose each line is, and which of them are done."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Action
from casework.exits.actions import checklist, course
from casework.exits.models import Exit, LeavingTask
from casework.people import Actor
from casework.vault import Compartment, Room

from .following import Story
from .leavers import Leaver, read
from .organisation import Northfield

LATE = timedelta(days=2)
"""Here and there something is done that late, or not yet."""
GIVEN = ("final pay", "property", "access", "reference")
"""Lines that somebody is asked to see to, while there is time."""


def add(story: Story, db: Session, place: Northfield, exit_: Callable[[], Exit], by: Actor, leaver: Leaver) -> None:
    """To the story of an exit. What has long been done needs no owner any more."""
    told, today = leaver.told, story.now.date()
    gone = leaver.ends_on(today) < today - timedelta(days=21)
    if told["state"] == "cancelled":
        return
    if not gone:
        story.add_beside(0.3, lambda: _give(db, place, exit_(), by, told.get("own", "")))
    last = (story.now - story.begun).days
    story.add_beside(min(last, leaver.days + last + 16) if gone else last, lambda: _finish(db, exit_(), by, story.now))


def _give(db: Session, place: Northfield, exit_: Exit, by: Actor, own: str) -> None:
    room, owners = _room(db, exit_, by), read()["owners"]
    for row in _rows(db, exit_):
        if row.kind == "waiver":
            _change(db, exit_, room, row, by, place.staff["counsel"].id, "")
        elif row.kind in GIVEN and row.kind in owners:
            _change(db, exit_, room, row, by, None, owners[row.kind])
    if own:
        what, owner = own.split("|")
        checklist.add(db, exit_, room, by=by, what=what, due_on=exit_.ends_on - timedelta(days=7), owner=owner)


def _change(
    db: Session, exit_: Exit, room: Room, row: LeavingTask, by: Actor, owner_id: int | None, owner: str
) -> None:
    checklist.change(
        db, exit_, room, row, by=by, version=row.version, due_on=row.due_on, owner_id=owner_id, owner=owner, note=""
    )  # fmt: skip


def _finish(db: Session, exit_: Exit, by: Actor, now: datetime) -> None:
    """What was due until two days ago; one line of some who are still here waits all the same."""
    due = [row for row in _rows(db, exit_) if row.due_on is not None and row.due_on <= (now - LATE).date()]
    waits = 1 if due and exit_.ends_on >= now.date() - LATE * 5 and int(exit_.number[-1]) % 2 else 0
    for row in due[waits:]:
        checklist.finish(db, exit_, row, by=by, version=row.version)


def _rows(db: Session, exit_: Exit) -> list[LeavingTask]:
    query = select(LeavingTask).where(LeavingTask.exit_id == exit_.id, LeavingTask.done_at.is_(None))
    return list(db.scalars(query.order_by(LeavingTask.position)))


def _room(db: Session, exit_: Exit, by: Actor) -> Room:
    return course.enter(db, exit_, by, Compartment.LEAVING, Action.PLAN_EXIT)
