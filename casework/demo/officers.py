"""What the data protection officer is asked, what counsel confirms, and the end of what was kept long enough."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.cases.actions import declarations, destroying, members, privilege
from casework.cases.models import Case, Party, PrivilegeClaim
from casework.cases.queries import kept_cases, matter
from casework.db import as_of, utc_now
from casework.legal.actions import requests, searching
from casework.vault import Compartment

from .organisation import Northfield

REQUEST_WORDS = "I want to know everything that you keep about me, and to whom it went."
ENOUGH = "Kept as long as the schedule asks; nothing speaks for keeping it longer."
LATELY = timedelta(days=30)
MANY = 20
"""From so many that were closed once some are destroyed: a small demo keeps all of its cases."""


def ask(db: Session, place: Northfield, now: datetime) -> None:
    """Somebody wants to know what is kept about them: checked, asked of who may have something, not answered yet."""
    officer = place.staff["dpo"]
    respondents = select(Party.case_id).where(Party.role == "respondent", Party.employee_tag.is_not(None))
    case = db.scalars(select(Case).where(Case.id.in_(respondents), Case.closed_at.is_(None)).limit(1)).first()
    if case is None:
        return
    lead = place.staff["lead"]
    party = db.scalars(
        select(Party).where(Party.case_id == case.id, Party.role == "respondent", Party.employee_tag.is_not(None))
    ).first()
    assert party is not None
    name = members.enter(db, case, lead, Compartment.FILE).open(Party.name, party.id, party.name or b"")
    with as_of(now - timedelta(days=7)):
        new = requests.New(
            name=name, contact="by post, to the address in the directory", words=REQUEST_WORDS, country="NL",
            received_on=utc_now().date(),
        )  # fmt: skip
        row = requests.enter(db, new, by=officer)
    with as_of(now - timedelta(days=6)):
        requests.check(db, row, "Called back on the number in the directory.", utc_now().date(), by=officer)
        wanted = searching.Wanted(name, (name,), "Everything in which they are named, since January.")
        searching.ask(db, row, wanted, (), utc_now().date() + timedelta(days=12), by=officer)


def confirm(db: Session, place: Northfield, now: datetime) -> None:
    """Counsel has said of most of what was handed in that it is privileged."""
    counsel, late = place.staff["counsel"], now - LATELY
    query = select(PrivilegeClaim).where(PrivilegeClaim.state == "asked", PrivilegeClaim.asked_at < late)
    for claim in db.scalars(query.order_by(PrivilegeClaim.asked_at)).all():
        case = db.get_one(Case, claim.case_id)
        with as_of(max(claim.asked_at, case.changed_at) + timedelta(minutes=5)):
            if counsel.id not in matter.of(db, case).declared:
                declarations.declare(db, case, by=counsel, conflict=False)
            privilege.confirm(db, case, claim, by=counsel)


def destroy(db: Session, place: Northfield, now: datetime) -> list[int]:
    """What was kept long enough: some of it gone with a certificate, some asked for. Those that were agreed to."""
    lead, other = place.staff["lead"], place.staff["alternate"]
    found = kept_cases.due(db, lead, now.date())
    may = [one.id for one in found][:7]
    if len(found) < MANY:
        return []
    with as_of(now - timedelta(days=2)):
        gone, _ = destroying.propose(db, kept_cases.CASES, may[:4], why=ENOUGH, by=lead)
    with as_of(now - timedelta(days=1)):
        for one in gone:
            destroying.decide(db, kept_cases.CASES, one.id, agrees=True, by=other)
        destroying.propose(db, kept_cases.CASES, may[4:], why=ENOUGH, by=lead)
    return [one.id for one in gone]
