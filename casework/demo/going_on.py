"""Something more is done on a case that was told: by whoever works it, some days ago."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from casework.cases.actions import declarations, members
from casework.cases.models import Case
from casework.cases.queries import clocks, matter
from casework.db import as_of, utc_now
from casework.people import Actor
from casework.vault import Compartment, Room

from .organisation import Northfield


@dataclass
class On:
    """`by`: who works it; `file`: as they opened it."""

    db: Session
    place: Northfield
    case: Case
    by: Actor
    file: Room
    now: datetime

    @property
    def today(self) -> date:
        return clocks.place(self.db, self.case.site_id).day(utc_now())

    @contextmanager
    def at(self, days: int) -> Iterator[None]:
        """So many days ago, if nothing was done on it since."""
        with at(self.case, self.now, days):
            yield

    def reads(self, key: str) -> bool:
        return self.place.staff[key].id in readers(self.db, self.case)


@contextmanager
def at(case: Case, now: datetime, days: int) -> Iterator[None]:
    with as_of(max(now - timedelta(days=days, minutes=40), case.changed_at + timedelta(minutes=1))):
        yield


def take_up(db: Session, place: Northfield, case: Case, now: datetime, key: str = "") -> On:
    """By who investigates it, or another of its readers; or by the one of `key`, who reads it. They have seen the
    names."""
    known = [one for one in place.staff.values() if one.id in readers(db, case)]
    by = place.staff[key] if key else min(known, key=lambda one: one.id != case.investigator_id)
    if by.id not in matter.of(db, case).declared:
        with at(case, now, 10):
            declarations.declare(db, case, by=by, conflict=False)
    return On(db, place, case, by, members.enter(db, case, by, Compartment.FILE), now)


def readers(db: Session, case: Case) -> set[int]:
    held = matter.of(db, case).holders
    return {id_ for id_, rooms in held.items() if Compartment.FILE in rooms}
