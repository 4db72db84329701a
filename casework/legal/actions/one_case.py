"""One case is held: by who may place holds, or by a charge or a claim that is entered on it."""

from sqlalchemy.orm import Session

from casework.access import Action, policy
from casework.cases.models import Case, Hold
from casework.cases.queries import clocks, matter
from casework.cases.queries.holds import CASE, Scope
from casework.db import utc_now
from casework.people import Actor
from casework.vault import Compartment

from . import holds
from .holds import New, Of


def place(db: Session, case: Case, *, why: str, about: str, notice: str, by: Actor) -> Hold:
    """Of a case that the actor knows; those who read its file are told to keep what they have."""
    policy.require(by, Action.SEE_CASE, matter.of(db, case))
    return holds.place(db, _new(db, case, why, about, notice), by=by)


def of_itself(db: Session, case: Case, *, why: str, about: str, notice: str, by: Actor) -> Hold:
    """The same in the transaction of what was filed; whoever enters that may not be somebody who places holds."""
    new = _new(db, case, why, about, notice)
    return holds.begin(db, new, by=by, others=new.custodians)


def scopes(case: Case) -> list[Scope]:
    return [Scope(0, CASE, case=case.id)]


def _new(db: Session, case: Case, why: str, about: str, notice: str) -> New:
    readers = {id_ for id_, rooms in matter.of(db, case).holders.items() if Compartment.FILE in rooms}
    today = clocks.place(db, case.site_id).day(utc_now())
    return New(why, about, notice, today, tuple(Of(scope, case.number) for scope in scopes(case)), readers)
