"""Who comes from outside, to investigate or as counsel: one case, until a day, and no look at who else works here.

| what | who may | rule |
|---|---|---|
| added | as anybody is | with a last day, at most a year ahead; on no other case meanwhile |
| given more time | leads and alternates on the case | the same |
| their last day is over | nobody: by the hour, and before they are shown anything | every key of theirs ends |
"""

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import vault
from casework.access import Action, Forbidden, attendance, policy
from casework.audit import Tag
from casework.cases.models import Case, Membership
from casework.db import Database, utc_now
from casework.people import SYSTEM, Actor, Role, noted
from casework.people.standing import Standing
from casework.settings import N_

from . import case as cases

MOST = timedelta(days=366)
"""A year, whichever."""


def check(db: Session, case_id: int, person: Standing, until: date | None) -> None:
    """Forbidden where somebody from outside would be on this case without an end, or on two."""
    if not person.has(Role.OUTSIDE):
        if until is not None:
            raise Forbidden(N_("A last day is for somebody from outside: leave it empty."))
        return
    check_day(until)
    if person.id in busy(db, but=case_id):
        raise Forbidden(N_("They are on a case already: somebody from outside works one at a time."))


def check_day(until: date | None) -> None:
    today = utc_now().date()
    if until is None:
        raise Forbidden(N_("Somebody from outside needs a last day, at most a year from now."))
    if not today <= until <= today + MOST:
        raise Forbidden(N_("Choose a last day from today on, at most a year from now."))


def busy(db: Session, *, but: int) -> set[int]:
    """Those from outside who are on another case."""
    return set(
        db.scalars(
            select(Membership.person_id).where(
                Membership.active, Membership.until.is_not(None), Membership.case_id != but
            )
        )
    )


def stays(db: Session, case_id: int, person_id: int) -> Membership | None:
    """Their place on this case, while it lasts."""
    return db.scalar(
        select(Membership).where(
            Membership.case_id == case_id, Membership.person_id == person_id, Membership.active
        )
    )  # fmt: skip


def extend(db: Session, case: Case, person_id: int, until: date, *, by: Actor) -> None:
    found = cases.begin(db, case, by, Action.ADD_MEMBER)
    policy.require(by, Action.REMOVE_MEMBER, found)
    row = stays(db, case.id, person_id)
    if row is None or row.until is None:
        raise Forbidden(N_("They have no last day here."))
    check_day(until)
    row.until = until
    cases.touch(db, case, by, Tag.MEMBER_EXTENDED, clocks_run=False, person=person_id, until=until.isoformat())


def end_due(database: Database, now: datetime, person_id: int | None = None) -> int:
    """Of everybody whose last day is over, or of one: keys, membership, whose case it was. How many."""
    over = (Membership.active, Membership.until.is_not(None), Membership.until < now.date())
    query = select(Membership.case_id, Membership.person_id).where(*over)
    with database.reading() as db:
        waiting = db.execute(query if person_id is None else query.where(Membership.person_id == person_id)).all()
    for case_id, who in waiting:
        with database.transaction() as db:
            _end(db, db.get_one(Case, case_id), who, now)
    return len(waiting)


def _end(db: Session, case: Case, person_id: int, now: datetime) -> None:
    cases.lock(db, case)
    row = stays(db, case.id, person_id)
    if row is None or row.until is None or row.until >= now.date():
        return
    vault.ending.shut_out(db, case.id, {person_id})
    row.active, row.ended_at, row.ended_by = False, now, SYSTEM.id
    noted.membership_ended(db, case.id, person_id, now)
    if case.investigator_id == person_id:
        case.investigator_id = None
    attendance.of_case(db, case.id)
    cases.touch(db, case, SYSTEM, Tag.MEMBER_EXPIRED, clocks_run=False, person=person_id)
