"""What a provider or a directory says of somebody's roles: those that hold no case are given, the others are proposed
to the leads. Nothing from outside ever gives a role that holds a case."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from casework.settings import SettingError

from . import grants
from .models import RoleClaim, RoleGrant
from .roles import CASE_HOLDING, Role
from .standing import standing

SSO, SCIM = "sso", "scim"
OUTSIDE = 0
"""Who gave it, on the grant: nobody here."""


def check(mapping: Mapping[str, str]) -> None:
    """SettingError for a word of CASEWORK_ROLES that is no role, before anybody's sign-in meets it."""
    known = {role.value for role in Role}
    if wrong := sorted(set(mapping.values()) - known):
        raise SettingError(
            f"CASEWORK_ROLES names “{wrong[0]}”, which is no role: take one of {', '.join(sorted(known))}."
        )


@dataclass(frozen=True, slots=True)
class Followed:
    """What following a claim did; each goes on the trail."""

    given: frozenset[Role]
    ended: frozenset[Role]
    proposed: frozenset[Role]


def follow(db: Session, person_id: int, wanted: AbstractSet[Role], source: str, now: datetime) -> Followed:
    """Bring somebody's claimed roles to what the source says now."""
    rows = {Role(row.role): row for row in db.scalars(_claims(person_id, source))}
    new = wanted - rows.keys()
    given = {role for role in new - CASE_HOLDING if _give(db, person_id, role, source, now)}
    for role in new & CASE_HOLDING:
        db.add(RoleClaim(person_id=person_id, role=role.value, source=source, since=now))
    gone = {role: row for role, row in rows.items() if role not in wanted}
    ended = {role for role, row in gone.items() if _end(db, row, now)}
    db.flush()
    proposed = (new & CASE_HOLDING) - grants.roles_of(db, person_id)
    return Followed(frozenset(given), frozenset(ended), frozenset(proposed))


def proposals(db: Session, person_id: int | None = None) -> Mapping[int, list[Role]]:
    """By person: roles that are asked for from outside, that a lead has neither given nor declined."""
    query = select(RoleClaim.person_id, RoleClaim.role).where(
        RoleClaim.role.in_([role.value for role in CASE_HOLDING]), RoleClaim.declined_at.is_(None)
    )
    if person_id is not None:
        query = query.where(RoleClaim.person_id == person_id)
    asked = {(row.person_id, Role(row.role)) for row in db.execute(query)}
    held = grants.roles_of_many(db, {id_ for id_, _ in asked})
    found: dict[int, list[Role]] = {}
    for id_, role in sorted(asked):
        if role not in held.get(id_, frozenset()):
            found.setdefault(id_, []).append(role)
    return found


def decline(db: Session, person_id: int, role: Role, *, by: int, now: datetime) -> bool:
    """A lead says no: it is not asked again while the source says the same. False when nobody asked."""
    rows = db.scalars(
        select(RoleClaim).where(
            RoleClaim.person_id == person_id, RoleClaim.role == role.value, RoleClaim.declined_at.is_(None)
        )
    ).all()
    for row in rows:
        row.declined_by, row.declined_at = by, now
    db.flush()
    return bool(rows)


def _claims(person_id: int, source: str) -> Select[RoleClaim]:
    return select(RoleClaim).where(RoleClaim.person_id == person_id, RoleClaim.source == source)


def _give(db: Session, person_id: int, role: Role, source: str, now: datetime) -> bool:
    row = RoleClaim(person_id=person_id, role=role.value, source=source, since=now)
    db.add(row)
    if role in grants.roles_of(db, person_id):
        return False
    row.grant_id = grants.give(db, person_id, role, by=OUTSIDE, now=now).id
    return True


def _end(db: Session, row: RoleClaim, now: datetime) -> bool:
    """Only what the claim itself gave, and never the last administrator."""
    grant = db.get(RoleGrant, row.grant_id) if row.grant_id is not None else None
    if grant is not None and _is_last(db, row.person_id, Role(row.role)):
        return False
    db.delete(row)
    if grant is None or grant.ended_at is not None:
        return False
    grants.end(db, grant, by=OUTSIDE, now=now)
    return True


def _is_last(db: Session, person_id: int, role: Role) -> bool:
    others = (one for one in standing(db).values() if one.id != person_id)
    return role is Role.ADMINISTRATOR and not any(one.able and one.has(role) for one in others)
