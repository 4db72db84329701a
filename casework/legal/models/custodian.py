"""Whom a hold tells to keep what they have, and what is asked of those who keep systems."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped

from casework.cases.models.hold import Hold
from casework.db import Base, new_id, plain, sealed, server


class HoldCustodian(Base):
    """Somebody of the staff by their account, who reads the notice there; or somebody without one by `name`, whose
    acknowledgement is recorded by hand, with `how`. Both lie in the `hold` room."""

    __tablename__ = "hold_custodian"
    __table_args__ = (UniqueConstraint("hold_id", "person_id"),)

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    hold_id: Mapped[int] = plain(ForeignKey(Hold.id), index=True)
    person_id: Mapped[int | None] = plain(index=True)
    name: Mapped[bytes | None] = sealed()
    how: Mapped[bytes | None] = sealed()
    added_by: Mapped[int] = plain()
    told_at: Mapped[datetime] = plain()
    acknowledged_at: Mapped[datetime | None] = plain()
    recorded_by: Mapped[int | None] = plain()
    reminded_at: Mapped[datetime | None] = plain()


class PreservationTask(Base):
    """What a system keeps from being deleted. `what`: system, other words, accounts, from and to as JSON, for
    administrators, who read nothing else of the hold. `state`: open, done, impossible; `answer` is theirs."""

    __tablename__ = "preservation_task"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    hold_id: Mapped[int] = plain(ForeignKey(Hold.id), index=True)
    what: Mapped[bytes] = server()
    state: Mapped[str] = plain(String(20), default="open")
    answer: Mapped[bytes | None] = server()
    asked_by: Mapped[int] = plain()
    asked_at: Mapped[datetime] = plain()
    answered_by: Mapped[int | None] = plain()
    answered_at: Mapped[datetime | None] = plain()
    lifted_at: Mapped[datetime | None] = plain()
