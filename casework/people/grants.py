"""Roles as they were given: rows under a MAC, because they decide who is sealed to."""

import logging
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from casework import vault
from casework.db import new_id
from casework.vault import Unreadable

from . import noted
from .models import RoleGrant
from .roles import Role

log = logging.getLogger("casework")
LABEL = "role"
COLUMNS = (
    RoleGrant.id,
    RoleGrant.person_id,
    RoleGrant.role,
    RoleGrant.given_by,
    RoleGrant.given_at,
    RoleGrant.ended_at,
    RoleGrant.mac,
)

_HELD = select(*COLUMNS).where(
    RoleGrant.person_id.in_(bindparam("people", expanding=True)), RoleGrant.ended_at.is_(None)
)
_WITH = select(RoleGrant.person_id).where(
    RoleGrant.role.in_(bindparam("roles", expanding=True)), RoleGrant.ended_at.is_(None)
)


class Grant(NamedTuple):
    """`COLUMNS` of one row, for where entities would cost too much."""

    id: int
    person_id: int
    role: str
    given_by: int
    given_at: datetime
    ended_at: datetime | None
    mac: bytes


def give(db: Session, person_id: int, role: Role, *, by: int, now: datetime) -> RoleGrant:
    """Give a role; giving one that is held already changes nothing."""
    for grant in held(db, person_id):
        if grant.role == role.value:
            return grant
    grant = RoleGrant(id=new_id(), person_id=person_id, role=role.value, given_by=by, given_at=now)
    grant.mac = _mac(db, grant)
    db.add(grant)
    db.flush()
    return grant


def end(db: Session, grant: RoleGrant, *, by: int, now: datetime) -> None:
    """Take a role back; that it was held stays on record."""
    close(db, grant, by=by, now=now)
    noted.role_ended(db, grant, by, now)


def close(db: Session, grant: RoleGrant, *, by: int, now: datetime) -> None:
    """The row alone."""
    grant.ended_by, grant.ended_at = by, now
    grant.mac = _mac(db, grant)
    db.flush()


def held(db: Session, person_id: int) -> list[RoleGrant]:
    """The grants that count, oldest first, for the page that shows and ends them."""
    query = select(RoleGrant).where(RoleGrant.person_id == person_id, RoleGrant.ended_at.is_(None))
    return [grant for grant in db.scalars(query.order_by(RoleGrant.given_at)) if is_genuine(db, grant)]


def roles_of(db: Session, person_id: int) -> frozenset[Role]:
    return roles_of_many(db, [person_id]).get(person_id, frozenset())


def roles_of_many(db: Session, people: Collection[int]) -> dict[int, frozenset[Role]]:
    """The roles of each that has any. A row that was changed from outside does not count, and is logged."""
    db.flush()  # what follows goes past the session, which would have
    return _by_person(db, db.connection().execute(_HELD, {"people": list(people)}))


def said_to_have(db: Session, *roles: Role) -> set[int]:
    """Whose rows say one of these, none of them looked at: for `standing`, which does."""
    db.flush()
    return set(db.connection().execute(_WITH, {"roles": [role.value for role in roles]}).scalars())


def _by_person(db: Session, rows: Iterable[Any]) -> dict[int, frozenset[Role]]:
    found: dict[int, set[Role]] = {}
    for row in rows:
        if is_genuine(db, row):
            found.setdefault(row.person_id, set()).add(Role(row.role))
    return {person: frozenset(roles) for person, roles in found.items()}


def is_genuine(db: Session, grant: Any) -> bool:
    """`grant` has `COLUMNS`, as an entity or as a row."""
    try:
        vault.rows.check(db, grant.mac, LABEL, *words(grant))
    except Unreadable:
        log.error("A role was changed outside Casework and does not count: grant %s", grant.id)
        vault.met.note(db, LABEL, grant.id)
        return False
    return True


def _mac(db: Session, grant: RoleGrant) -> bytes:
    return vault.rows.mac(db, LABEL, *words(grant))


def words(grant: Any) -> tuple[str | int, ...]:
    """What its MAC covers."""
    ended = instant(grant.ended_at) if grant.ended_at else 0
    return grant.id, grant.person_id, grant.role, grant.given_by, instant(grant.given_at), ended


def instant(at: datetime) -> int:
    """A moment as it goes under a MAC: the same from either database."""
    return int(at.timestamp() * 1_000_000)
