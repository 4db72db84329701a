"""A subpoena comes in, and counsel says whether it binds. No referral is named by it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from casework.eap.actions import orders
from casework.eap.actions.orders import New
from casework.eap.models import CourtOrder

from .following import Story
from .organisation import Northfield


def story(db: Session, place: Northfield, row: Mapping[str, Any], now: datetime) -> Story:
    """Entered by a coordinator, answered after two days."""
    coordinator, counsel = place.staff["eap"], place.staff["counsel"]
    story = Story(now - timedelta(days=row["age"]), now, coordinator.zone)
    entered: list[CourtOrder] = []
    dated, due = story.begun.date() - timedelta(days=3), story.begun.date() + timedelta(days=14)
    new = New(row["court"], row["reference"], dated, row["asked_for"], counsel.id, due)

    def answered() -> None:
        orders.answer(db, entered[0], row["answer"], row["reason"], by=counsel)

    story.add(0.0, lambda: entered.append(orders.enter(db, new, by=coordinator)))
    story.add(2.0, answered)
    return story
