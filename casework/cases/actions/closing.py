"""The end of a matter, and what undoes it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Action
from casework.audit import Tag, trail
from casework.cases.lifecycle import WORKFLOWS, IllegalStep, Why
from casework.cases.models import Case, Closure
from casework.cases.queries import facts
from casework.db import new_id, utc_now
from casework.people import Actor
from casework.settings import N_, Said
from casework.vault.room import Room

from . import case as cases
from . import course

OUTCOMES = {
    "advice": N_("Advice given"),
    "referred": N_("Referred elsewhere"),
    "resolved informally": N_("Resolved informally"),
    "action taken": N_("Action taken"),
    "no action": N_("No action needed"),
    "no case": N_("No case to answer"),
    "withdrawn": N_("Withdrawn"),
    "disciplinary decision": N_("Disciplinary decision"),
}


def close(
    db: Session, case: Case, room: Room, *, by: Actor, outcome: str, why: str, version: int, override: bool = False
) -> Closure:  # fmt: skip
    """End the matter. A closure can be undone, never erased. One after an accepted withdrawal has its own step."""
    found = cases.begin(db, case, by, Action.TAKE_STEP, version)
    flow, known = WORKFLOWS[case.kind], facts.of(db, case, by)
    step = "close withdrawn" if known.withdrawn and flow.step("close withdrawn", case.state) else "close"
    if outcome not in OUTCOMES:
        raise IllegalStep(step, [Why("outcome", Said(N_("Choose how it ends.")), "#closure")])
    now = utc_now()
    case.closed_at = now
    course.move(db, case, room, step, by=by, found=found, reason=why, override=override)
    id_ = new_id()
    closure = Closure(id=id_, case_id=case.id, outcome=outcome, why=room.seal(Closure.why, id_, why), by=by.id, at=now)
    db.add(closure)
    trail.record(db, by, Tag.CASE_CLOSED, case.id, outcome=outcome)
    return closure


def reopen(db: Session, case: Case, room: Room, *, by: Actor, reason: str, version: int) -> Closure | None:
    """Take the matter up again. The closure stays on record, undone by whom and why."""
    found = cases.begin(db, case, by, Action.REOPEN, version)
    course.move(db, case, room, "reopen", by=by, found=found, reason=reason)
    case.closed_at = None
    closure = db.scalar(
        select(Closure).where(Closure.case_id == case.id, Closure.undone_at.is_(None)).order_by(Closure.at.desc())
    )
    if closure is not None:
        closure.undone_at, closure.undone_by = utc_now(), by.id
        closure.why_undone = room.seal(Closure.why_undone, closure.id, reason)
    cases.keep_in_step(db, case)
    trail.record(db, by, Tag.CASE_REOPENED, case.id)
    return closure
