"""Actions: what is to be done, whose it is, by when, and when it was done."""

from datetime import date

from sqlalchemy.orm import Session

from casework.access import Action, Forbidden
from casework.audit import Tag
from casework.cases.models import Case, Task
from casework.db import new_id, utc_now
from casework.people import Actor
from casework.settings import N_
from casework.vault.room import Room

from . import case as cases


def add(
    db: Session, case: Case, room: Room, *, by: Actor, what: str, due_on: date, owner_id: int | None = None,
    with_whom: str = "",
) -> Task:  # fmt: skip
    """An owner on the case sees it on their desk; `with_whom` names somebody who is not."""
    found = cases.begin(db, case, by, Action.WORK_CASE)
    if owner_id is not None and owner_id not in found.holders:
        raise Forbidden(N_("They are not on the case: add them first."))
    id_ = new_id()
    row = Task(
        id=id_,
        case_id=case.id,
        what=room.seal(Task.what, id_, what),
        owner_id=owner_id,
        with_whom=room.seal(Task.with_whom, id_, with_whom) if with_whom.strip() else None,
        due_on=due_on,
        by=by.id,
        at=utc_now(),
    )
    db.add(row)
    cases.touch(db, case, by, Tag.ACTION_ADDED, task=id_)
    return row


def done(db: Session, case: Case, room: Room, task: Task, *, by: Actor, outcome: str = "") -> None:
    """Done, or no longer to be done; `outcome` says which."""
    cases.begin(db, case, by, Action.WORK_CASE)
    db.refresh(task, with_for_update=True)
    if task.done_at is not None:
        return
    task.done_at, task.done_by = utc_now(), by.id
    task.outcome = room.seal(Task.outcome, task.id, outcome) if outcome.strip() else None
    cases.touch(db, case, by, Tag.ACTION_DONE, task=task.id)
