"""Acts on danger, with their reviews; and which of them wait for one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import vault
from casework.access import relations
from casework.eap.models import Danger, Referral
from casework.people.standing import standing
from casework.vault import Compartment, HolderKind, Room

from . import stated, told


@dataclass(frozen=True, slots=True)
class Act:
    """`what`, `told_whom`, `review` are None where they are damaged; `review` is "" until there is one."""

    id: int
    ground: str
    what: str | None
    told_whom: str | None
    by: int
    at: datetime
    reviewed_by: int | None
    reviewed_at: datetime | None
    agreed: bool | None
    review: str | None


def of(db: Session, referral: Referral, room: Room) -> list[Act]:
    """Newest first. `room`: the coordinators' own."""
    query = select(Danger).where(Danger.referral_id == referral.id).order_by(Danger.at.desc(), Danger.id)
    return [
        Act(
            row.id,
            stated.open_(db, Danger.ground, row.id, row.ground, referral.id),
            told.opened(room, Danger.what, row.id, row.what),
            told.opened(room, Danger.told_whom, row.id, row.told_whom),
            *(row.by, row.at, row.reviewed_by, row.reviewed_at, row.agreed),
            told.opened(room, Danger.review, row.id, row.review) if row.review is not None else "",
        )
        for row in db.scalars(query)
    ]


def waiting(db: Session, referral_ids: Collection[int]) -> Sequence[tuple[int, int]]:
    """Which of these have an act that nobody reviewed: the referral, and who acted. One statement."""
    query = select(Danger.referral_id, Danger.by).where(
        Danger.referral_id.in_(referral_ids), Danger.reviewed_by.is_(None)
    )
    return [(referral_id, by) for referral_id, by in db.execute(query.order_by(Danger.at))]


def reviewers(db: Session, referral_id: int, *, but: int) -> list[int]:
    """The coordinators who hold the referral and are able, without one of them, by whichever account."""
    readers = vault.readers.of_case(db, referral_id)
    people = {
        one.holder_id
        for one in readers
        if one.compartment is Compartment.REFERRAL and one.kind is HolderKind.PERSON
    }  # fmt: skip
    return [id_ for id_, who in standing(db, people - relations.together(db, {but})).items() if who.able]
