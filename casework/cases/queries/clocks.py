"""What the clocks of a case are set by: its site, the organisation's promises, what happened on which day."""

import json
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.cases.lifecycle.clock import Course, Place
from casework.cases.models import Case, Measure, Party, StepTaken, Task, Told
from casework.cases.models import Pause as PauseRow
from casework.clocks import Calendar, PackError, Pause, Policy, UnknownPlace, packs
from casework.people.models import Setting, Site

POLICY = "policy"
"""The setting that holds the organisation's days, as `Policy.as_mapping` writes them."""


def place(db: Session, site_id: int) -> Place:
    """The site's zone, days and law; weekends alone and policy alone where it names none."""
    policy = _policy(db)
    site = db.get(Site, site_id) if site_id else None
    if site is None:
        return Place(policy=policy)
    try:
        law = packs.load(site.country.partition("-")[0])
    except PackError:
        law = None
    try:
        calendar = Calendar.at(site.country)
    except UnknownPlace:
        calendar = Calendar()
    return Place(site.zone, policy, calendar, law)


def course(db: Session, case: Case, where: Place) -> Course:
    """The days that the clocks count from."""
    return Course(
        state=case.state,
        received=where.day(case.received_at),
        acknowledged=_day(where, case.acknowledged_at),
        fed_back=_day(where, case.fed_back_at),
        planned=_day(where, _entered(db, case.id, "planned", "fact finding")),
        closed=_day(where, case.closed_at),
        told_outcome=db.scalar(
            select(Told.told_on)
            .where(Told.case_id == case.id, Told.about == "outcome", Told.was_told)
            .order_by(Told.told_on.desc())
            .limit(1)
        ),
        has_reporter=db.scalar(select(Party.id).where(Party.case_id == case.id, Party.is_reporter).limit(1))
        is not None,
        tasks=tuple(db.scalars(select(Task.due_on).where(Task.case_id == case.id, Task.done_at.is_(None)))),
        reviews=tuple(
            db.scalars(select(Measure.review_on).where(Measure.case_id == case.id, Measure.ended_at.is_(None)))
        ),
        pauses=_pauses(db, case.id),
    )


def _policy(db: Session) -> Policy:
    row = db.get(Setting, POLICY)
    return Policy.from_mapping(json.loads(row.value)) if row else Policy()


def _day(where: Place, moment: datetime | None) -> date | None:
    return where.day(moment) if moment else None


def _entered(db: Session, case_id: int, *states: str) -> datetime | None:
    return db.scalar(
        select(StepTaken.at)
        .where(StepTaken.case_id == case_id, StepTaken.to_state.in_(states))
        .order_by(StepTaken.at.desc())
        .limit(1)
    )


def _pauses(db: Session, case_id: int) -> tuple[Pause, ...]:
    rows = db.scalars(select(PauseRow).where(PauseRow.case_id == case_id).order_by(PauseRow.from_on))
    return tuple(Pause(row.from_on, row.ended_on, row.cause or "paused") for row in rows)
