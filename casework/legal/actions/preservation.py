"""What is asked of those who keep systems: which accounts, from when to when, and nothing of the hold."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import vault
from casework.access import Action, Forbidden, policy
from casework.audit import Tag, trail
from casework.cases.models import Hold
from casework.db import new_id, utc_now
from casework.legal.models import PreservationTask
from casework.legal.systems import ANSWERS, OPEN, SYSTEMS, Wanted
from casework.mail import Notice, tell
from casework.people import Actor, Role, grants
from casework.people.standing import standing
from casework.settings import N_

ANSWERED = N_("It was answered already, or need not be any more.")


def ask(db: Session, row: Hold, wanted: Wanted, *, by: Actor) -> PreservationTask:
    """The hold is locked, and its key was held by who asks."""
    if wanted.system not in SYSTEMS:
        raise ValueError(wanted.system)
    id_ = new_id()
    task = PreservationTask(
        id=id_,
        hold_id=row.id,
        what=vault.field.seal(db, PreservationTask.what, id_, wanted.written(), case=row.id),
        state=OPEN,
        asked_by=by.id,
        asked_at=utc_now(),
    )
    db.add(task)
    db.flush()
    row.version += 1
    trail.record(db, by, Tag.PRESERVATION_ASKED, row.id, task=id_)
    tell(db, Notice.HOLD, to=set(administrators(db)) - {by.id})
    return task


def answer(db: Session, task: PreservationTask, state: str, words: str, *, by: Actor) -> None:
    """By an administrator; who placed the hold is told that there is an answer."""
    policy.require(by, Action.PRESERVE)
    db.refresh(task, with_for_update=True)
    if state not in ANSWERS:
        raise ValueError(state)
    if task.state != OPEN or task.lifted_at is not None:
        raise Forbidden(ANSWERED)
    task.state, task.answered_by, task.answered_at = state, by.id, utc_now()
    task.answer = vault.field.seal(db, PreservationTask.answer, task.id, words, case=task.hold_id) if words else None
    trail.record(db, by, Tag.PRESERVATION_ANSWERED, task.hold_id, task=task.id, state=state)
    tell(db, Notice.HOLD, to={task.asked_by} - {by.id})


def lift(db: Session, row: Hold) -> None:
    """The hold is released: what was kept may go its usual way again."""
    tasks = db.scalars(select(PreservationTask).where(PreservationTask.hold_id == row.id)).all()
    for task in tasks:
        task.lifted_at = utc_now()
    if tasks:
        tell(db, Notice.HOLD, to=administrators(db))


def administrators(db: Session) -> Iterable[int]:
    found = standing(db, grants.said_to_have(db, Role.ADMINISTRATOR))
    return [id_ for id_, who in found.items() if who.able and who.has(Role.ADMINISTRATOR)]
