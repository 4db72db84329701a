"""What the guards of the workflow look at, as one value."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.eap.kinds import CANCELLED, PLANNED, SELF, YES
from casework.eap.lifecycle import Facts
from casework.eap.models import Appointment, Placement, Referral

from . import parties, stated


def of(db: Session, referral: Referral, *, on_their_word: bool = False) -> Facts:
    """`on_their_word`: the employee said it to the coordinator who takes the step, and so was reached."""
    known = stated.of(db, referral)
    placement = placed_with(db, referral)
    answer = _opened(db, referral, placement) if placement is not None else ""
    outcomes = [
        stated.open_(db, Appointment.outcome, row.id, row.outcome, referral.id)
        for row in db.execute(
            select(Appointment.id, Appointment.outcome).where(Appointment.referral_id == referral.id)
        )
    ]  # fmt: skip
    return Facts(
        known.state,
        reached=on_their_word or known.kind == SELF or parties.employee(db, referral).receipt is not None,
        placed=placement is not None,
        confirmed=answer == YES,
        met=any(outcome != CANCELLED for outcome in outcomes),
        open=outcomes.count(PLANNED),
    )


def placed_with(db: Session, referral: Referral) -> Placement | None:
    """The provider that was asked last, while that lasts."""
    query = select(Placement).where(Placement.referral_id == referral.id, Placement.ended_at.is_(None))
    return db.scalars(query.order_by(Placement.at.desc(), Placement.id).limit(1)).one_or_none()


def _opened(db: Session, referral: Referral, placement: Placement) -> str:
    return stated.open_(db, Placement.answer, placement.id, placement.answer, referral.id)
