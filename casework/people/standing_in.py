"""Who acts in whose place where nobody able is left, so that no firm is stuck when it loses its only lead.

| nobody able is left who is | in their place | never |
|---|---|---|
| a lead | the alternates who are admitted | an administrator, an auditor |
| an administrator | the leads, or who stands in for them | |
| an exit interviewer | the leads, or who stands in for them | whoever is in the leaver's line |
| a data protection officer | the alternates who are admitted | a lead |

Able: admitted with the key that they have now, and neither suspended nor gone. A wall round a case changes nothing of
it: what a lead may suddenly not do any more would tell them that there is a case. Who is in a leaver's line gets no key
of that exit, whomever they stand in for (`exits.queries.interviewers`).
"""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from .models import Admission, Person, RoleGrant
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
_heard, _hearing, _let_in = aliased(RoleGrant), aliased(Person), aliased(Admission)
HEARD = (
    exists()
    .where(_heard.role == Role.INTERVIEWER.value, _heard.ended_at.is_(None))
    .where(_hearing.id == _heard.person_id, _hearing.state == "active")
    .where(_let_in.person_id == _hearing.id, _let_in.generation == _hearing.generation)
    .label("heard")
)
"""Somebody is down as exit interviewer, admitted with the key that they have now."""


_protected, _protecting, _allowed = aliased(RoleGrant), aliased(Person), aliased(Admission)
PROTECTED = (
    exists()
    .where(_protected.role == Role.DPO.value, _protected.ended_at.is_(None))
    .where(_protecting.id == _protected.person_id, _protecting.state == "active")
    .where(_allowed.person_id == _protecting.id, _allowed.generation == _protecting.generation)
    .label("protected")
)
"""The same of a data protection officer."""


def of(
    db: Session, roles: frozenset[Role], *, administered: bool, heard: bool = True, protected: bool = True
) -> frozenset[Role]:  # fmt: skip
    """For whom somebody of these roles acts now. Nothing is asked of the database for most people."""
    found = _line(db, roles, administered=administered, heard=heard)
    return found | {Role.DPO} if not protected and Role.ALTERNATE in roles and Role.DPO not in roles else found


def _line(db: Session, roles: frozenset[Role], *, administered: bool, heard: bool) -> frozenset[Role]:
    hearing = frozenset() if heard else frozenset({Role.INTERVIEWER})
    if not roles & {Role.LEAD, Role.ALTERNATE}:
        return frozenset()
    if administered and Role.LEAD in roles:
        return hearing - roles
    held = select(RoleGrant.person_id).where(
        RoleGrant.role.in_([Role.LEAD.value, Role.ADMINISTRATOR.value]), RoleGrant.ended_at.is_(None)
    )
    able = [one for one in standing(db, list(db.scalars(held.distinct()))).values() if one.able]
    gone = frozenset(role for role in (Role.LEAD, Role.ADMINISTRATOR) if not any(one.has(role) for one in able))
    return (gone | hearing) - roles if Role.LEAD in roles | gone else frozenset()
