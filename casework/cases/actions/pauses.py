"""A paused case: not precautionary leave, not a suspension. Statutory clocks run on."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Action
from casework.audit import Tag
from casework.cases.lifecycle import IllegalStep, Why
from casework.cases.models import Case, Pause
from casework.cases.queries import clocks
from casework.db import new_id, utc_now
from casework.people import Actor
from casework.settings import N_, Said
from casework.vault.room import Room

from . import case as cases

CAUSES = {
    "outside proceedings": N_("Outside proceedings"),
    "police": N_("A police investigation"),
    "absence": N_("Somebody needed is away"),
    "other": N_("Another reason"),
}


def pause(
    db: Session,
    case: Case,
    room: Room,
    *,
    by: Actor,
    cause: str,
    why: str,
    version: int,
    review_on: date | None = None,
) -> Pause:
    """Internal clocks stand still; statutory ones never do."""
    cases.begin(db, case, by, Action.TAKE_STEP, version)
    if case.paused_at is not None or cause not in CAUSES:
        raise IllegalStep("pause", [Why("not_paused", Said(N_("The case is paused already.")), "#pause")])
    now, id_ = utc_now(), new_id()
    row = Pause(
        id=id_,
        case_id=case.id,
        cause=cause,
        why=room.seal(Pause.why, id_, why),
        by=by.id,
        from_on=clocks.place(db, case.site_id).day(now),
        review_on=review_on,
    )
    db.add(row)
    case.paused_at = now
    cases.touch(db, case, by, Tag.CASE_PAUSED, cause=cause)
    return row


def resume(db: Session, case: Case, *, by: Actor, version: int) -> None:
    """The clocks go on from where they stood."""
    cases.begin(db, case, by, Action.TAKE_STEP, version)
    if case.paused_at is None:
        raise IllegalStep("resume", [Why("paused", Said(N_("The case is not paused.")), "#pause")])
    today = clocks.place(db, case.site_id).day(utc_now())
    for row in db.scalars(select(Pause).where(Pause.case_id == case.id, Pause.ended_on.is_(None))):
        row.ended_on, row.ended_by = max(today, row.from_on), by.id
    case.paused_at = None
    cases.touch(db, case, by, Tag.CASE_RESUMED)
