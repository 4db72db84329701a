"""A termination that was decided lets somebody's leaving be planned; what is planned then lies outside the case."""

from collections.abc import Collection

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from casework.access import Action, policy
from casework.audit import Tag, trail
from casework.cases.lifecycle import IllegalStep, Why
from casework.cases.models import Case, Departure, Party
from casework.cases.queries import matter
from casework.db import new_id, utc_now
from casework.people import Actor
from casework.settings import N_, Said

WORKERS = frozenset({"employee"})
"""Whose leaving the organisation itself sees to; an agency worker's is their employer's."""
PLANNED = N_("Their leaving is planned already.")


def after_decision(db: Session, case: Case, leaving: Collection[int], *, by: Actor) -> None:
    """As decisions fall: those of whom a termination was decided leave by it, and nobody else does any more."""
    open_ = (Departure.case_id == case.id, Departure.planned_at.is_(None), Departure.dropped_at.is_(None))
    stay = update(Departure).where(*open_, Departure.party_id.not_in(list(leaving)))
    db.execute(stay.values(dropped_at=utc_now()))
    known = set(
        db.scalars(select(Departure.party_id).where(Departure.case_id == case.id, Departure.dropped_at.is_(None)))
    )
    query = select(Party.id).where(Party.case_id == case.id, Party.role == "respondent", Party.ended_at.is_(None))
    for party_id in db.scalars(query.where(Party.relation.in_(WORKERS), Party.id.in_(list(leaving)))).all():
        if party_id not in known:
            db.add(Departure(id=new_id(), case_id=case.id, party_id=party_id, by=by.id, at=utc_now()))
            trail.record(db, by, Tag.DEPARTURE_EXPECTED, case.id, party=party_id)
    db.flush()


def planned(db: Session, departure: Departure, *, by: Actor) -> None:
    """Somebody of the case has begun to plan it. IllegalStep where somebody was quicker, or it no longer stands."""
    db.refresh(departure, with_for_update=True)
    case = db.get_one(Case, departure.case_id)
    policy.require(by, Action.WORK_CASE, matter.of(db, case))
    if departure.planned_at is not None or departure.dropped_at is not None:
        raise IllegalStep("plan", [Why("planned", Said(PLANNED), "#parties")])
    departure.planned_at, departure.planned_by = utc_now(), by.id
    db.flush()
