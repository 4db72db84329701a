"""What of a plan is theirs and due, and plans that wait for somebody who had no hand in them."""

from datetime import date

from sqlalchemy import bindparam, func
from sqlalchemy.orm import Session

from casework.cases.models import Membership, Plan, PlanItem
from casework.people import Actor
from casework.people.models import Person

from .waiting import MOST, READER, Waiting, mine, rows

_THINGS = (
    mine(PlanItem.due_on, func.count())
    .join(PlanItem, PlanItem.case_id == Membership.case_id)
    .where(PlanItem.owner_id == READER, PlanItem.due_on < bindparam("end"))
    .where(PlanItem.done_on.is_(None), PlanItem.until_version.is_(None))
    .group_by(Membership.case_id, Membership.number, PlanItem.due_on)
    .order_by(PlanItem.due_on)
    .limit(MOST)
)
_TO_AGREE = (
    mine(Plan.at, Person.name)
    .join(Plan, Plan.case_id == Membership.case_id)
    .join(Person, Person.id == Plan.by)
    .where(Plan.agreed_at.is_(None), Plan.by != READER, Membership.is_open)
    .order_by(Plan.at)
    .limit(MOST)
)


def things(db: Session, actor: Actor, end: date) -> list[Waiting]:
    """Due before `end`, soonest first; several of one case and day are one line."""
    found = rows(db, actor, _THINGS, end=end)
    return [Waiting(case_id, number, "plan", on, count=count) for case_id, number, on, count in found]


def to_agree(db: Session, actor: Actor) -> list[Waiting]:
    """Only the newest version of a plan is ever without somebody who agreed to it."""
    return [Waiting(i, number, "agree", at, who) for i, number, at, who in rows(db, actor, _TO_AGREE)]
