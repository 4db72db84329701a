"""Who goes on reading a room, where somebody's key of it ends."""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy.orm import Session

from casework.people import Role
from casework.people.standing import standing
from casework.vault import OF_HOLDS, OF_REQUESTS, OF_SUPPORT, Compartment

PLACE_HOLDS = (Role.COUNSEL, Role.LEAD, Role.ALTERNATE)


class Keepers(NamedTuple):
    """People who can sign in and be sealed to. A referral is kept by its coordinators alone: whoever was told
    something of it by a release, or was asked about an order, keeps nothing for anybody. So is a hold by those who
    place holds: a custodian was told, no more; and a data-subject request, which others only search for, by officers
    and alternates."""

    able: frozenset[int]
    coordinators: frozenset[int]
    holding: frozenset[int]
    officers: frozenset[int]

    def of(self, room: Compartment) -> frozenset[int]:
        if room in OF_HOLDS:
            return self.holding
        if room in OF_REQUESTS:
            return self.officers
        return self.coordinators if room in OF_SUPPORT else self.able


def keepers(db: Session, *, without: Collection[int]) -> Keepers:
    """`without`: those whose keys end."""
    able = [one for one in standing(db).values() if one.able and one.id not in without]
    return Keepers(
        frozenset(one.id for one in able),
        frozenset(one.id for one in able if one.has(Role.EAP)),
        frozenset(one.id for one in able if one.has(*PLACE_HOLDS)),
        frozenset(one.id for one in able if one.has(Role.DPO, Role.ALTERNATE)),
    )
