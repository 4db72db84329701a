"""Interim measures, from triage on. The complainant is not moved unless they ask."""

from datetime import date

from sqlalchemy.orm import Session

from casework.access import Action
from casework.audit import Tag
from casework.cases.models import Case, Measure
from casework.db import new_id, utc_now
from casework.people import Actor
from casework.settings import N_
from casework.vault.room import Room

from . import case as cases

KINDS = {
    "separation": N_("Separation at work"),
    "schedule": N_("Change of schedule"),
    "place": N_("Change of place"),
    "reporting line": N_("Change of reporting line"),
    "no contact": N_("No contact"),
    "precautionary leave": N_("Precautionary leave, paid"),
    "support": N_("Support"),
    "other": N_("Another measure"),
}
PAID = {"": N_("Does not apply"), "paid": N_("Paid"), "unpaid": N_("Unpaid")}


def add(
    db: Session, case: Case, room: Room, *, by: Actor, kind: str, what: str, starts_on: date, review_on: date,
    party_id: int | None = None, paid: str = "", agreed_by: str = "",
) -> Measure:  # fmt: skip
    """What, for whom, paid or not, agreed by whom, and when it is looked at again."""
    cases.begin(db, case, by, Action.WORK_CASE)
    if kind not in KINDS or paid not in PAID or review_on < starts_on:
        raise ValueError("not a measure")
    id_ = new_id()
    row = Measure(
        id=id_,
        case_id=case.id,
        kind=kind,
        party_id=party_id,
        what=room.seal(Measure.what, id_, what),
        paid="paid" if kind == "precautionary leave" else paid,
        agreed_by=room.seal(Measure.agreed_by, id_, agreed_by) if agreed_by.strip() else None,
        starts_on=starts_on,
        review_on=review_on,
        by=by.id,
        at=utc_now(),
    )
    db.add(row)
    cases.touch(db, case, by, Tag.MEASURE_ADDED, quiet=True, measure=id_)
    return row


def review(db: Session, case: Case, measure: Measure, *, by: Actor, review_on: date) -> None:
    """Looked at and kept, until the next day of looking."""
    cases.begin(db, case, by, Action.WORK_CASE)
    db.refresh(measure, with_for_update=True)
    if measure.ended_at is not None:
        return
    measure.review_on = review_on
    cases.touch(db, case, by, Tag.CASE_CHANGED, quiet=True, measure=measure.id)


def end(db: Session, case: Case, room: Room, measure: Measure, *, by: Actor, why: str) -> None:
    """It no longer holds, and why."""
    cases.begin(db, case, by, Action.WORK_CASE)
    db.refresh(measure, with_for_update=True)
    if measure.ended_at is not None:
        return
    measure.ended_at, measure.ended_by = utc_now(), by.id
    measure.why_ended = room.seal(Measure.why_ended, measure.id, why)
    cases.touch(db, case, by, Tag.MEASURE_ENDED, quiet=True, measure=measure.id)
