"""What was said and done in a referral, line by line, for whoever holds its room."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from casework.eap.kinds import EMPLOYEE, REFERRER
from casework.eap.models import Referral, ReferralParty, ReferralStep, SupportMessage
from casework.vault import Room, Unreadable

from . import stated


@dataclass(frozen=True, slots=True)
class Line:
    """One message. `of`: employee, referrer, or nothing for a coordinator, whose id is `by`. `text` is None where it is
    damaged."""

    id: int
    of: str
    by: int
    text: str | None
    at: datetime
    read: bool


@dataclass(frozen=True, slots=True)
class Taken:
    """A step; `by`: the coordinator, 0 for the employee."""

    step: str
    to_state: str
    on_their_word: bool
    by: int
    at: datetime


def opened(room: Room, column: InstrumentedAttribute[Any], row_id: int, sealed: bytes | None) -> str | None:
    """None where there is nothing, or it is damaged: the rest is whole."""
    try:
        return room.open(column, row_id, sealed) if sealed is not None else None
    except Unreadable:
        return None


def lines(db: Session, room: Room, referral: Referral, people: Mapping[int, ReferralParty]) -> list[Line]:
    """Newest first."""
    query = select(SupportMessage).where(SupportMessage.referral_id == referral.id)
    rows = db.scalars(query.order_by(SupportMessage.at.desc(), SupportMessage.id)).all()
    return [
        Line(
            row.id,
            (people[row.of].role if row.of in people else EMPLOYEE) if row.of else "",
            row.by,
            opened(room, SupportMessage.text, row.id, row.text),
            row.at,
            row.read_at is not None,
        )
        for row in rows
    ]


def of_referrer(said: list[Line]) -> list[Line]:
    """The grounds, and what was added to them, as they came."""
    return [line for line in reversed(said) if line.of == REFERRER]


def taken(db: Session, referral: Referral) -> list[Taken]:
    """Oldest first."""
    query = select(ReferralStep).where(ReferralStep.referral_id == referral.id)
    return [
        Taken(
            stated.open_(db, ReferralStep.step, row.id, row.step, referral.id),
            stated.open_(db, ReferralStep.to_state, row.id, row.to_state, referral.id),
            row.on_their_word,
            row.by,
            row.at,
        )
        for row in db.scalars(query.order_by(ReferralStep.at, ReferralStep.id))
    ]
