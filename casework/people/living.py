"""Who a living session belongs to, asked by its number: for what goes on after its request was answered."""

from datetime import datetime

from sqlalchemy.orm import Session

from . import admissions, grants, sessions
from .actor import Actor, ActorKind
from .models import Person, UserSession


def who(db: Session, session_id: int, now: datetime) -> Actor | None:
    """With the roles they have now, and without their key; None once they signed out, ran out or may not be here."""
    row = db.get(UserSession, session_id)
    if row is None or row.stage != "full" or row.ended_at is not None or sessions.is_over(row, now):
        return None
    person = db.get(Person, row.person_id)
    if person is None or person.state != "active" or person.generation != row.generation:
        return None
    admitted = admissions.of(db, person.id, person.generation) is not None
    roles = grants.roles_of(db, person.id)
    return Actor(
        ActorKind.PERSON, person.id, person.name, roles=roles, admitted=admitted, session_id=row.id, zone=person.zone
    )
