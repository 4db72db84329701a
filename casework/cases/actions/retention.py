"""How long things are kept: the organisation's own schedule, and the choice that a second closure asks for."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Action, policy
from casework.audit import Tag, trail
from casework.cases.lifecycle import IllegalStep, Why
from casework.cases.models import Case, Closure, RetentionChoice
from casework.cases.queries.schedule import SETTING
from casework.db import new_id, utc_now
from casework.people import Actor, organisation
from casework.settings import N_, Said
from casework.vault.room import Room

from . import case as cases

NOTHING_TO_CHOOSE = N_("It was closed once, or somebody has chosen already.")


def choose(
    db: Session, case: Case, room: Room, *, by: Actor, anew: bool, why: str, version: int
) -> RetentionChoice:  # fmt: skip
    """After a case was reopened and closed again: the first day stands, or it counts `anew`. Once a closure."""
    cases.begin(db, case, by, Action.CHOOSE_RETENTION, version)
    last = waiting(db, case)
    if last is None:
        raise IllegalStep("retention", [Why("choice", Said(NOTHING_TO_CHOOSE), "#closure")])
    id_, now = new_id(), utc_now()
    choice = RetentionChoice(
        id=id_, case_id=case.id, closure_id=last.id, anew=anew, why=room.seal(RetentionChoice.why, id_, why), by=by.id,
        at=now,
    )  # fmt: skip
    db.add(choice)
    said = "anew" if anew else "first day"
    cases.touch(db, case, by, Tag.RETENTION_CHOSEN, quiet=True, clocks_run=False, choice=said)
    return choice


def waiting(db: Session, case: Case) -> Closure | None:
    """The closure after a reopening that nobody has chosen for yet."""
    ends = db.scalars(select(Closure).where(Closure.case_id == case.id).order_by(Closure.at)).all()
    if case.closed_at is None or len(ends) < 2:
        return None
    chosen = select(RetentionChoice.id).where(RetentionChoice.closure_id == ends[-1].id)
    return ends[-1] if db.scalar(chosen) is None else None


def keep_schedule(db: Session, said: Mapping[str, Any], *, by: Actor) -> None:
    """All of it, as `queries.schedule.stored` reads it; what is destroyed already stays so."""
    policy.require(by, Action.EDIT_SCHEDULE)
    if organisation.write(db, {SETTING: said}, by=by.id, now=utc_now()):
        trail.record(db, by, Tag.SCHEDULE_CHANGED)
