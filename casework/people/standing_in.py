"""Who acts in whose place where nobody able is left, so that no firm is stuck when it loses its only lead.

| nobody able is left who is | in their place | never |
|---|---|---|
| a lead | the alternates who are admitted | an administrator, an auditor |
| an administrator | the leads, or who stands in for them | |

Able: admitted with the key that they have now, and neither suspended nor gone. A wall round a case changes nothing of
it: what a lead may suddenly not do any more would tell them that there is a case.
"""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from .models import Person, RoleGrant
from .roles import Role
from .standing import standing

_grant, _person = aliased(RoleGrant), aliased(Person)
ADMINISTERED = (
    exists()
    .where(_grant.role == Role.ADMINISTRATOR.value, _grant.ended_at.is_(None))
    .where(_person.id == _grant.person_id, _person.state == "active")
    .label("administered")
)
"""Somebody is down as administrator and can sign in: then a lead need not be looked at more closely."""


def of(db: Session, roles: frozenset[Role], *, administered: bool) -> frozenset[Role]:
    """For whom somebody of these roles acts now. Nothing is asked of the database for most people."""
    if not roles & {Role.LEAD, Role.ALTERNATE} or (administered and Role.LEAD in roles):
        return frozenset()
    held = select(RoleGrant.person_id).where(
        RoleGrant.role.in_([Role.LEAD.value, Role.ADMINISTRATOR.value]), RoleGrant.ended_at.is_(None)
    )
    able = [one for one in standing(db, list(db.scalars(held.distinct()))).values() if one.able]
    gone = frozenset(role for role in (Role.LEAD, Role.ADMINISTRATOR) if not any(one.has(role) for one in able))
    return gone - roles if Role.LEAD in roles | gone else frozenset()
