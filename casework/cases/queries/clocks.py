"""What the clocks of a case are set by: its site, the organisation's promises, what happened on which day."""

from datetime import date, datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from casework.cases.lifecycle import aftercare
from casework.cases.lifecycle.clock import NOTICE, NOTICE_AGAIN, PROCEEDING, Course, Due, Place
from casework.cases.models import (
    Aftercare,
    Case,
    Consultation,
    Deadline,
    Decision,
    Given,
    Measure,
    Message,
    Party,
    ProcessingNotice,
    StepTaken,
    Task,
    Told,
)
from casework.cases.models import Pause as PauseRow
from casework.clocks import Calendar, Pack, PackError, Pause, UnknownPlace, due, packs
from casework.people import organisation
from casework.people.models import Site

from . import deciding
from .rows import Rows

_SITE = select(Site.zone, Site.country, Site.name).where(Site.id == bindparam("site"))


def place(db: Session, site_id: int) -> Place:
    """The site's zone, days and law; weekends alone and policy alone where it names none. Read once a session."""
    known: dict[int, Place] = db.info.setdefault("places", {})
    if site_id not in known:
        known[site_id] = _place(db, site_id)
    return known[site_id]


def _place(db: Session, site_id: int) -> Place:
    policy = organisation.policy(db)
    site = db.execute(_SITE, {"site": site_id}).first() if site_id else None
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
    return Place(site.zone, policy, calendar, law, site.name)


def course(db: Session, case: Case, where: Place, rows: Rows | None = None) -> Course:
    """The days that the clocks count from."""
    if (found := rows) is None:
        found = Rows(db, case.id)
        found.look(Aftercare, Consultation, Deadline, Decision, ProcessingNotice)
    told = [row.told_on for row in found.of(Told) if row.about == "outcome" and row.was_told]
    planned = [step.at for step in found.of(StepTaken) if step.to_state in ("planned", "fact finding")]
    return Course(
        state=case.state,
        received=where.day(case.received_at),
        acknowledged=_day(where, case.acknowledged_at),
        fed_back=_day(where, case.fed_back_at),
        planned=_day(where, max(planned, default=None)),
        closed=_day(where, case.closed_at),
        told_outcome=max(told, default=None),
        spoken=_spoken(db, case, where, found) if case.state == "aftercare" else None,
        has_reporter=any(party.is_reporter for party in found.of(Party)),
        tasks=tuple(task.due_on for task in found.of(Task) if task.done_at is None),
        reviews=tuple(measure.review_on for measure in found.of(Measure) if measure.ended_at is None),
        pauses=tuple(
            Pause(row.from_on, row.ended_on, row.cause or "paused")
            for row in sorted(found.of(PauseRow), key=lambda row: row.from_on)
        ),
        deadlines=tuple(
            Due(row.rule or PROCEEDING, row.due_on, row.source) for row in found.of(Deadline) if row.ended_at is None
        ),
        notices=tuple(notices(found, where).values()),
        asked=tuple(deciding.dues(found, where)),
        checks=_checks(found, where) if case.state == "aftercare" else None,
    )


def _checks(rows: Rows, where: Place) -> tuple[date, ...] | None:
    """Days of the checks that are not done; None where none were planned, as it was once."""
    found = rows.of(Aftercare)
    if not found:
        return None
    asked = rows.of(Given) if any(row.given_id for row in found) else []
    answered = [row.id for row in asked if row.answered_at is not None]
    return aftercare.next_days(found, answered, where)


SUBJECT = "subject_notice"


def asks_notices(law: Pack | None) -> bool:
    """Does the law of this place ask that people are told?"""
    return law is not None and law.rule(SUBJECT) is not None


def notices(rows: Rows, where: Place) -> dict[int, Due]:
    """By party: until when whoever was named by others is told that their data is processed, or when a delay of that is
    looked at again. Nothing of who was told, and nothing where no law asks for it."""
    rule = where.law.rule(SUBJECT) if where.law is not None else None
    others = [row for row in rows.of(Party) if not row.is_reporter and row.ended_at is None] if rule else []
    if rule is None or not others:
        return {}
    newest = {row.party_id: row for row in sorted(rows.of(ProcessingNotice), key=lambda row: (row.at, row.id))}
    found = {}
    for party in others:
        said = newest.get(party.id)
        if said is None:
            found[party.id] = Due(NOTICE, due(where.day(party.added_at), rule, where.calendar).on, rule.source)
        elif said.told_on is None and said.review_on is not None:
            found[party.id] = Due(NOTICE_AGAIN, said.review_on, rule.source)
    return found


def _spoken(db: Session, case: Case, where: Place, found: Rows) -> date | None:
    """When somebody of the case was last told anything, or written to: that settles a check-in."""
    wrote = db.scalar(select(func.max(Message.at)).where(Message.case_id == case.id, Message.from_party.is_(False)))
    days = [row.told_on for row in found.of(Told) if row.was_told] + ([where.day(wrote)] if wrote else [])
    return max(days, default=None)


def _day(where: Place, moment: datetime | None) -> date | None:
    return where.day(moment) if moment else None
