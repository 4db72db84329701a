"""What should follow, as somebody proposed it, for those who may decide it."""

from sqlalchemy import or_
from sqlalchemy.orm import Session

from casework.cases.models import Case, Decision, Membership
from casework.people import Actor
from casework.people.models import Person

from .waiting import MOST, READER, Waiting, mine, rows

_TO_DECIDE = (
    mine(Decision.proposed_at, Person.name)
    .join(Decision, Decision.case_id == Membership.case_id)
    .join(Case, Case.id == Membership.case_id)
    .join(Person, Person.id == Decision.proposed_by)
    .where(Decision.decided_at.is_(None), Decision.ended_at.is_(None), Decision.proposed_by != READER)
    .where(or_(Case.investigator_id.is_(None), Case.investigator_id != READER), Membership.is_open)
    .order_by(Decision.proposed_at)
    .limit(MOST)
)


def to_decide(db: Session, actor: Actor) -> list[Waiting]:
    """On open cases that they did not investigate; of what they proposed themselves they know."""
    return [Waiting(i, number, "proposed", at, who) for i, number, at, who in rows(db, actor, _TO_DECIDE)]
