"""Appointments and placements of referrals, opened under each referral's own secret."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import vault
from casework.eap.models import Appointment, Placement

from .stated import open_


@dataclass(frozen=True, slots=True)
class Planned:
    """`way`: one of `MEETINGS`. `outcome`: one of `OUTCOMES`."""

    id: int
    referral_id: int
    starts: datetime
    way: str
    outcome: str
    by: int


@dataclass(frozen=True, slots=True)
class Placed:
    """A provider that was asked. `answer`: asked, yes or no. `ended`: it is not the one any more."""

    id: int
    referral_id: int
    provider_id: int
    answer: str
    by: int
    at: datetime
    ended_at: datetime | None


def of(db: Session, referral_ids: Collection[int]) -> list[Planned]:
    """By when they are. Two statements however many referrals."""
    rows = db.execute(select(*_APPOINTMENT).where(Appointment.referral_id.in_(referral_ids))).all()
    vault.secrets.of_cases(db, {row.referral_id for row in rows})
    found = [
        Planned(
            row.id,
            row.referral_id,
            datetime.fromisoformat(open_(db, Appointment.starts, row.id, row.starts, row.referral_id)),
            open_(db, Appointment.way, row.id, row.way, row.referral_id),
            open_(db, Appointment.outcome, row.id, row.outcome, row.referral_id),
            row.by,
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (one.starts, one.id))


def placed(db: Session, referral_ids: Collection[int]) -> list[Placed]:
    """By when they were asked."""
    query = select(*_PLACEMENT).where(Placement.referral_id.in_(referral_ids)).order_by(Placement.at, Placement.id)
    rows = db.execute(query).all()
    vault.secrets.of_cases(db, {row.referral_id for row in rows})
    return [
        Placed(
            row.id,
            row.referral_id,
            int(open_(db, Placement.provider, row.id, row.provider, row.referral_id)),
            open_(db, Placement.answer, row.id, row.answer, row.referral_id),
            *(row.by, row.at, row.ended_at),
        )
        for row in rows
    ]


_APPOINTMENT = (
    Appointment.id, Appointment.referral_id, Appointment.starts, Appointment.way, Appointment.outcome, Appointment.by,
)  # fmt: skip
_PLACEMENT = (
    *(Placement.id, Placement.referral_id, Placement.provider, Placement.answer, Placement.by, Placement.at),
    Placement.ended_at,
)
