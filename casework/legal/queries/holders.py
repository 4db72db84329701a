"""Who may hold something of somebody: by their line of the directory, from memberships and seals. Never which case."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import relations
from casework.access.models import Wall
from casework.cases.models import Membership, Party
from casework.cases.queries.visible import LIFTED
from casework.people import Role, grants
from casework.people.standing import standing


def of(db: Session, tag: bytes | None) -> frozenset[int]:
    """Those who work a case that the person is a party to, less whom a wall keeps from it; coordinators of employee
    assistance and exit interviewers always, so that being asked says nothing."""
    people = set(grants.said_to_have(db, Role.EAP) | grants.said_to_have(db, Role.INTERVIEWER))
    if tag is not None:
        tags = relations.around(db, [tag]).person(tag)
        cases = select(Party.case_id).where(Party.employee_tag.in_(tags))
        walled = (
            select(Wall.id)
            .where(Wall.case_id == Membership.case_id, Wall.person_id == Membership.person_id, Wall.state != LIFTED)
            .exists()
        )
        query = select(Membership.person_id).where(Membership.active, Membership.case_id.in_(cases), ~walled)
        people |= set(db.scalars(query.distinct()))
    return frozenset(id_ for id_, who in standing(db, people).items() if who.able)
