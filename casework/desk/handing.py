"""What is to be handed over, given back or carried on: lines of colleagues, not of cases."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from casework.access import Action, may_ever, relations
from casework.cases.models import BulkGrant, Case, Membership
from casework.cases.queries import granting, handovers
from casework.people import Actor, Role, grants
from casework.people.models import Person

from .waiting import READER, Waiting, mine, rows

PATHS = {"handover": "/handovers/{item}", "back": "/give-back/{item}", "giving": "/access/{item}"}

_BEGUN = (
    select(BulkGrant.id, BulkGrant.begun_at, Person.name)
    .join(Person, Person.id == BulkGrant.person_id)
    .where(BulkGrant.by == READER, BulkGrant.ended_at.is_(None))
)
_OWN = (
    mine(Case.state_since)
    .join(Case, Case.id == Membership.case_id)
    .where(Case.state == "findings in review", Case.investigator_id == READER)
)


def to_hand(db: Session, actor: Actor) -> list[Waiting]:
    """Colleagues who left, colleagues with a new key, and what was begun and is not done."""
    found: list[Waiting] = []
    if may_ever(actor, Action.SEE_HANDOVER):
        found += [_line("handover", one.opened_at, one.name, one.id) for one in handovers.waiting(db, actor)]
    found += [_line("back", None, name, id_, cases) for id_, name, cases in granting.owed(db, actor)]
    return found + [_line("giving", at, name, id_) for id_, at, name in rows(db, actor, _BEGUN)]


def own_findings(db: Session, actor: Actor) -> list[Waiting]:
    """Findings of their own that nobody else on the case could approve: then they do, and say why."""
    own = rows(db, actor, _OWN)
    if not own:
        return []
    other, cases = aliased(Membership), [row.case_id for row in own]
    query = select(other.case_id, other.person_id).join(Person, Person.id == other.person_id)
    theirs = other.person_id.in_(relations.together(db, {actor.id}))
    query = query.where(other.case_id.in_(cases), other.active, other.reads_file, ~theirs)
    there = db.execute(query.where(Person.state == "active")).all()
    roles = grants.roles_of_many(db, {person_id for _, person_id in there})
    able = {case_id for case_id, id_ in there if roles.get(id_, frozenset()) & {Role.LEAD, Role.ALTERNATE}}
    return [Waiting(case_id, number, "own findings", on) for case_id, number, on in own if case_id not in able]


def _line(what: str, on: datetime | None, who: str, item: int, count: int = 1) -> Waiting:
    return Waiting(0, "", what, on, who=who, count=count, item=item)
