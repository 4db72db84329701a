"""What of a plan is theirs and due, and plans that wait for somebody who had no hand in them."""

from datetime import date

from sqlalchemy import func
from sqlalchemy.orm import Session

from casework.cases.models import Membership, Plan, PlanItem
from casework.people import Actor
from casework.people.models import Person

from .queries import MOST, Waiting, mine


def things(db: Session, actor: Actor, end: date) -> list[Waiting]:
    """Due before `end`, soonest first; several of one case and day are one line."""
    query = mine(actor, PlanItem.due_on, func.count()).join(PlanItem, PlanItem.case_id == Membership.case_id)
    query = query.where(PlanItem.owner_id == actor.id, PlanItem.due_on < end)
    query = query.where(PlanItem.done_on.is_(None), PlanItem.until_version.is_(None))
    rows = db.execute(
        query.group_by(Membership.case_id, Membership.number, PlanItem.due_on).order_by(PlanItem.due_on).limit(MOST)
    )
    return [Waiting(case_id, number, "plan", on, count=count) for case_id, number, on, count in rows]


def to_agree(db: Session, actor: Actor) -> list[Waiting]:
    """Only the newest version of a plan is ever without somebody who agreed to it."""
    query = mine(actor, Plan.at, Person.name).join(Plan, Plan.case_id == Membership.case_id)
    query = query.join(Person, Person.id == Plan.by)
    query = query.where(Plan.agreed_at.is_(None), Plan.by != actor.id, Membership.is_open)
    rows = db.execute(query.order_by(Plan.at).limit(MOST))
    return [Waiting(case_id, number, "agree", at, who) for case_id, number, at, who in rows]
