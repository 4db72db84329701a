"""The course of a case: every step, and the records that the weighty ones leave."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped

from casework.db import Base, new_id, plain, sealed, server

from .case import Case


class StepTaken(Base):
    """One step of the workflow: from, to, who, when. `overridden`: the guards gone past, as JSON names;
    `outcome`: what a disciplinary decision came to."""

    __tablename__ = "step_taken"
    __table_args__ = (Index("ix_step_taken_case", "case_id", "at"),)

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id))
    step: Mapped[str] = plain(String(40))
    from_state: Mapped[str] = plain(String(40))
    to_state: Mapped[str] = plain(String(40))
    by: Mapped[int] = plain()
    at: Mapped[datetime] = plain()
    reason: Mapped[bytes | None] = sealed()
    overridden: Mapped[str] = plain(Text, default="[]")
    outcome: Mapped[str] = plain(String(40), default="")


class Approval(Base):
    """Somebody else than the investigator agreed with the findings, or sent them back; or why it was nobody else."""

    __tablename__ = "approval"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    approved: Mapped[bool] = plain()
    by: Mapped[int] = plain()
    at: Mapped[datetime] = plain()
    comment: Mapped[bytes | None] = sealed()
    alone_because: Mapped[bytes | None] = sealed()


class Closure(Base):
    """The end of a matter. It can be undone by reopening, never erased."""

    __tablename__ = "closure"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    outcome: Mapped[str] = plain(String(40))
    why: Mapped[bytes] = sealed()
    by: Mapped[int] = plain()
    at: Mapped[datetime] = plain()
    undone_at: Mapped[datetime | None] = plain()
    undone_by: Mapped[int | None] = plain()
    why_undone: Mapped[bytes | None] = sealed()


class Pause(Base):
    """Internal clocks stand still; statutory ones never do."""

    __tablename__ = "pause"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    cause: Mapped[str] = plain(String(30))
    why: Mapped[bytes] = sealed()
    by: Mapped[int] = plain()
    from_on: Mapped[date] = plain(Date)
    review_on: Mapped[date | None] = plain(Date)
    ended_on: Mapped[date | None] = plain(Date)
    ended_by: Mapped[int | None] = plain()


class Withdrawal(Base):
    """A reporter's statement, in their own room; a lead decides, with a reason, whether the matter goes on."""

    __tablename__ = "withdrawal"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    party_id: Mapped[int] = plain()
    words: Mapped[bytes] = sealed()
    asked_at: Mapped[datetime] = plain()
    recorded_by: Mapped[int] = plain(default=0)
    goes_on: Mapped[bool | None] = plain()
    reason: Mapped[bytes | None] = sealed()
    decided_by: Mapped[int | None] = plain()
    decided_at: Mapped[datetime | None] = plain()


class Appeal(Base):
    """Somebody asks for the decision to be looked at again, by a person with no part in it so far. `ground`: why, of
    the few that there are; `decision_id`: what it is against; `late`: why it was taken up after its window."""

    __tablename__ = "appeal"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    party_id: Mapped[int | None] = plain()
    grounds: Mapped[bytes] = sealed()
    ground: Mapped[bytes | None] = server()
    late: Mapped[bytes | None] = sealed()
    window_until: Mapped[date | None] = plain(Date)
    decision_id: Mapped[int | None] = plain()
    varied_id: Mapped[int | None] = plain()
    given_id: Mapped[int | None] = plain()
    received_on: Mapped[date] = plain(Date)
    recorded_by: Mapped[int] = plain()
    result: Mapped[str] = plain(String(20), default="")
    reason: Mapped[bytes | None] = sealed()
    decided_by: Mapped[int | None] = plain()
    decided_at: Mapped[datetime | None] = plain()
