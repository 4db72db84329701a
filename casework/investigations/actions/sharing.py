"""Linked cases share an investigation: one looks at the plan of the other. No key and no name goes with it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Action
from casework.audit import Tag
from casework.cases.actions import case as cases
from casework.cases.lifecycle import IllegalStep, Why
from casework.cases.models import Case, Plan, PlanShare
from casework.db import new_id, utc_now
from casework.investigations.queries import sharing as queries
from casework.people import Actor
from casework.settings import N_, Said

NOT_LINKED = N_("Choose a case that is linked to this one as of the same facts or of a group, and that you can read.")


def share(db: Session, case: Case, other_id: int, *, by: Actor) -> PlanShare:
    """This case looks at the plan of that one. Where it has none of its own it gets one with nothing in it, which is
    agreed to like any other."""
    cases.begin(db, case, by, Action.WORK_CASE)
    if other_id not in {one.id for one in queries.offered(db, by, case.id)}:
        raise IllegalStep("share", [Why("linked", Said(NOT_LINKED), "#links")])
    if db.scalar(select(Plan.id).where(Plan.case_id == case.id)) is None:
        db.add(Plan(id=new_id(), case_id=case.id, number=1, by=by.id, at=utc_now()))
    row = PlanShare(id=new_id(), case_id=case.id, other_id=other_id, by=by.id, at=utc_now())
    db.add(row)
    cases.touch(db, case, by, Tag.PLAN_SHARED, quiet=True, clocks_run=False, share=row.id)
    return row


def end(db: Session, case: Case, row: PlanShare, *, by: Actor) -> None:
    """From either of the two."""
    cases.begin(db, case, by, Action.WORK_CASE)
    if row.ended_at is None:
        row.ended_at, row.ended_by = utc_now(), by.id
        cases.touch(db, case, by, Tag.PLAN_UNSHARED, quiet=True, clocks_run=False, share=row.id)
