"""Telling people that something of theirs is due: two days before and on the day, once a day, in their morning."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select, union
from sqlalchemy.orm import Session

from casework.cases.lifecycle.counsel import ASKED, IN_REVIEW
from casework.cases.models import Membership, Review, Task
from casework.db import Database
from casework.mail import Notice, office_of, tell_once
from casework.people.models import Person

AHEAD = timedelta(days=2)
MORNING, EVENING = 7, 19
"""Hours between which they are told, as the clock on their wall has it."""


def remind(database: Database, now: datetime) -> int:
    """Each who has something due in time; how many were told."""
    with database.reading() as db:
        waiting = sorted(set(_due(db, now))) if office_of(db) is not None else []
    told = 0
    for person_id, day in waiting:
        with database.transaction() as db:
            told += tell_once(db, Notice.DEADLINE, to=person_id, day=day)
    return told


def _due(db: Session, now: datetime) -> Iterator[tuple[int, date]]:
    """Whom to tell, and which day it is where they are."""
    today = now.date()
    span = (today - timedelta(days=1), today + AHEAD + timedelta(days=1))
    cases = select(Membership.person_id.label("whose"), Membership.due_on).where(
        Membership.active, Membership.is_open, Membership.due_on.between(*span)
    )
    on_it = (Membership.case_id == Task.case_id) & (Membership.person_id == Task.owner_id) & Membership.active
    tasks = select(Task.owner_id, Task.due_on).join(Membership, on_it)
    tasks = tasks.where(Task.done_at.is_(None), Task.due_on.between(*span))
    with_counsel = (Review.state.in_((ASKED, IN_REVIEW)), Review.counsel_id.is_not(None))
    reviews = select(Review.counsel_id, Review.due_on).where(*with_counsel, Review.due_on.between(*span))
    due = union(cases, tasks, reviews).subquery()
    rows = db.execute(select(Person.id, Person.zone, due.c.due_on).join(due, due.c.whose == Person.id))
    for person_id, zone, due_on in rows:
        local = now.astimezone(ZoneInfo(zone or "UTC"))
        if MORNING <= local.hour < EVENING and due_on in (local.date(), local.date() + AHEAD):
            yield person_id, local.date()
