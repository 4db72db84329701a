"""What a provider or a directory says of somebody's roles: followed as far as it may be, and on the trail."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime

from sqlalchemy.orm import Session

from casework.access import Action, in_place, require
from casework.audit import HouseTag, trail
from casework.people import SYSTEM, Actor, Role, role_claims


def mapped(words: AbstractSet[str], names: Mapping[str, str]) -> frozenset[Role]:
    """The roles that these groups stand for."""
    return frozenset(Role(role) for name, role in names.items() if name in words)


def follow(db: Session, person_id: int, roles: AbstractSet[Role], source: str, now: datetime) -> None:
    done = role_claims.follow(db, person_id, roles, source, now)
    changes = (
        (HouseTag.ROLE_GIVEN, done.given), (HouseTag.ROLE_ENDED, done.ended), (HouseTag.ROLE_PROPOSED, done.proposed),
    )  # fmt: skip
    for tag, which in changes:
        for role in sorted(which):
            trail.record(db, SYSTEM, tag, person=person_id, role=role.value, source=source)


def decline(db: Session, person_id: int, role: Role, *, by: Actor, now: datetime) -> None:
    """A lead says no to what was proposed."""
    require(by, Action.GIVE_CASE_ROLES)
    if role_claims.decline(db, person_id, role, by=by.id, now=now):
        declined = {"person": person_id, "role": role.value}
        trail.record(db, by, HouseTag.ROLE_DECLINED, **declined, **in_place(by, Action.GIVE_CASE_ROLES))
