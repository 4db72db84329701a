"""What should follow, as somebody proposed it, for those who may decide it."""

from sqlalchemy import or_
from sqlalchemy.orm import Session

from casework.cases.models import Case, Decision, Membership
from casework.people import Actor
from casework.people.models import Person

from .queries import MOST, Waiting, mine


def to_decide(db: Session, actor: Actor) -> list[Waiting]:
    """On open cases that they did not investigate; of what they proposed themselves they know."""
    query = mine(actor, Decision.proposed_at, Person.name).join(Decision, Decision.case_id == Membership.case_id)
    query = query.join(Case, Case.id == Membership.case_id).join(Person, Person.id == Decision.proposed_by)
    query = query.where(Decision.decided_at.is_(None), Decision.ended_at.is_(None), Decision.proposed_by != actor.id)
    query = query.where(or_(Case.investigator_id.is_(None), Case.investigator_id != actor.id), Membership.is_open)
    rows = db.execute(query.order_by(Decision.proposed_at).limit(MOST))
    return [Waiting(case_id, number, "proposed", at, who) for case_id, number, at, who in rows]
