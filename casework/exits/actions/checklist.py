"""The checklist of somebody's leaving: made from the template, changed by whoever holds the `leaving` room's key."""

from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework import vault
from casework.access import Action, Forbidden, policy
from casework.audit import Tag, trail
from casework.cases.actions import members
from casework.cases.queries import clocks
from casework.db import new_id, utc_now
from casework.exits.checklists import items_for
from casework.exits.models import Exit, LeavingTask
from casework.exits.queries import interviewers
from casework.mail import Notice, tell
from casework.people import SEES_LEAVING, Actor
from casework.settings import N_
from casework.vault import Compartment
from casework.vault.room import Room

THEMSELF = N_("They are the one who leaves.")
NOT_ADMITTED = N_("Nothing can be sealed to them: they are not admitted, or no role of theirs finds this page.")


class Outdated(Exception):
    """Somebody else changed this line meanwhile."""


def begin(db: Session, leaver: Exit, way: str, *, by: Actor) -> int:
    """The template's lines, each due so many days before or after the last day; none of them where there are some
    already. How many were made."""
    if db.scalar(select(func.count()).where(LeavingTask.exit_id == leaver.id)):
        return 0
    calendar, now = clocks.place(db, leaver.site_id).calendar, utc_now()
    found = items_for(way)
    for place, item in found:
        due = leaver.ends_on + timedelta(days=item.days)
        db.add(
            LeavingTask(
                id=new_id(), exit_id=leaver.id, kind=item.kind, position=place, added_by=by.id, added_at=now,
                due_on=calendar.next_working(due) if item.days > 0 else due,
            )
        )  # fmt: skip
    db.flush()
    return len(found)


def add(
    db: Session, leaver: Exit, room: Room, *, by: Actor, what: str, due_on: date | None, owner_id: int | None = None,
    owner: str = "", note: str = "",
) -> LeavingTask:  # fmt: skip
    """A line of their own."""
    policy.require(by, Action.PLAN_EXIT)
    last = db.scalar(select(func.max(LeavingTask.position)).where(LeavingTask.exit_id == leaver.id))
    row = LeavingTask(
        id=new_id(), exit_id=leaver.id, position=(last or 0) + 1, due_on=due_on, added_by=by.id, added_at=utc_now()
    )
    row.what = room.seal(LeavingTask.what, row.id, what)
    row.note = room.seal(LeavingTask.note, row.id, note) if note.strip() else None
    db.add(row)
    _own(db, leaver, room, row, owner_id, owner, by)
    _note(db, leaver, row, by, "added")
    return row


def change(
    db: Session, leaver: Exit, room: Room, row: LeavingTask, *, by: Actor, version: int, due_on: date | None,
    owner_id: int | None, owner: str, note: str, what: str = "",
) -> None:  # fmt: skip
    """Whose it is, by when, and what is to be known of it. A line of the template keeps its words."""
    policy.require(by, Action.PLAN_EXIT)
    _lock(db, row, version)
    if what and not row.kind:
        row.what = room.seal(LeavingTask.what, row.id, what)
    row.due_on = due_on
    row.note = room.seal(LeavingTask.note, row.id, note) if note.strip() else None
    _own(db, leaver, room, row, owner_id, owner, by)
    _note(db, leaver, row, by, "changed")


def finish(db: Session, leaver: Exit, row: LeavingTask, *, by: Actor, version: int, done: bool = True) -> None:
    """It is done, or after all not. By its owner, or whoever plans it."""
    if row.owner_id != by.id:
        policy.require(by, Action.PLAN_EXIT)
    _lock(db, row, version)
    row.done_at, row.done_by = (utc_now(), by.id) if done else (None, None)
    _note(db, leaver, row, by, "done" if done else "open")


def drop(
    db: Session, leaver: Exit, room: Room, row: LeavingTask, *, by: Actor, version: int, why: str = "",
    dropped: bool = True,
) -> None:  # fmt: skip
    """It does not apply, and why; or after all it does."""
    policy.require(by, Action.PLAN_EXIT)
    _lock(db, row, version)
    row.dropped_at = utc_now() if dropped else None
    if why.strip():
        row.note = room.seal(LeavingTask.note, row.id, why)
    _note(db, leaver, row, by, "dropped" if dropped else "open")


def _own(
    db: Session, leaver: Exit, room: Room, row: LeavingTask, owner_id: int | None, owner: str, by: Actor
) -> None:  # fmt: skip
    """Whoever of the staff is to do it can read whom it is about: their key comes with the task."""
    row.owner = room.seal(LeavingTask.owner, row.id, owner) if owner.strip() and owner_id is None else None
    if owner_id is not None and owner_id != row.owner_id:
        _let_in(db, leaver, room, owner_id, by)
    row.owner_id = owner_id


def _let_in(db: Session, leaver: Exit, room: Room, person_id: int, by: Actor) -> None:
    readers = vault.readers.of_case(db, leaver.id)
    if any(one.holder_id == person_id and one.compartment is Compartment.LEAVING for one in readers):
        return
    person = members.able(db, [person_id]).get(person_id)
    if person is None or not person.roles & SEES_LEAVING:
        raise Forbidden(NOT_ADMITTED)
    name = room.open(Exit.name, leaver.id, leaver.name)
    themself, _line = interviewers.in_the_way(db, interviewers.Leaver(leaver.employee_tag, name))
    if person_id in themself:
        raise Forbidden(THEMSELF)
    half = members.halves(db, [person_id])[person_id]
    if Compartment.LEAVING in half.barred:
        raise Forbidden(members.SERVER_KEEPS)
    vault.rooms.admit(db, room, half)
    trail.record(db, by, Tag.EXIT_SHARED, leaver.id, person=person_id)
    tell(db, Notice.SHARED, to={person_id} - {by.id})


def _lock(db: Session, row: LeavingTask, version: int) -> None:
    db.refresh(row, with_for_update=True)
    if row.version != version:
        raise Outdated
    row.version += 1


def _note(db: Session, leaver: Exit, row: LeavingTask, by: Actor, did: str) -> None:
    db.flush()
    trail.record(db, by, Tag.LEAVING_TASK, leaver.id, task=row.id, did=did)
