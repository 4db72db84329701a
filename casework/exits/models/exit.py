"""Somebody's leaving, and how they come to be heard."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped

from casework.db import MATTER, Base, keyed, new_id, plain, sealed, server


class Exit(Base):
    """`id` is the vault's case. `way`: voluntary, involuntary, redundancy, retirement, end of contract. `name` and
    `contact` lie in the `leaving` room; `employee_tag` is for walls, and so that nobody is planned twice."""

    __tablename__ = "leaver"
    __table_args__ = (Index("ix_leaver_state", "state", "ends_on"), MATTER)

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    number: Mapped[str] = plain(String(12), unique=True)
    state: Mapped[str] = plain(String(20), default="planned")
    way: Mapped[bytes] = server()
    name: Mapped[bytes] = sealed()
    contact: Mapped[bytes | None] = sealed()
    employee_tag: Mapped[bytes | None] = keyed(index=True)
    department: Mapped[str] = plain(String(120), default="")
    site_id: Mapped[int] = plain(default=0)
    starts_on: Mapped[date | None] = plain(Date)
    ends_on: Mapped[date] = plain(Date)
    interviewer_id: Mapped[int | None] = plain()
    questionnaire_id: Mapped[int | None] = plain()
    departure_id: Mapped[int | None] = plain()
    planned_by: Mapped[int] = plain()
    planned_at: Mapped[datetime] = plain()
    invited_at: Mapped[datetime | None] = plain()
    expires_at: Mapped[datetime | None] = plain(index=True)
    completed_on: Mapped[date | None] = plain(Date)
    version: Mapped[int] = plain(default=1)


class ExitStep(Base):
    """One step that was taken; `by` is 0 for the leaver and for the clock."""

    __tablename__ = "exit_step"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    exit_id: Mapped[int] = plain(ForeignKey(Exit.id), index=True)
    step: Mapped[str] = plain(String(20))
    to_state: Mapped[str] = plain(String(20))
    reason: Mapped[bytes | None] = sealed()
    by: Mapped[int] = plain(default=0)
    at: Mapped[datetime] = plain()


class ExitGuest(Base):
    """The leaver as the owner of a pair. The code that is printed derives its private half, and the link wraps the
    same: `by_code` and `by_link` find the row, neither can be turned back."""

    __tablename__ = "exit_guest"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    exit_id: Mapped[int] = plain(ForeignKey(Exit.id), index=True)
    by_code: Mapped[bytes] = keyed(unique=True)
    by_link: Mapped[bytes | None] = keyed(unique=True)
    wrapped: Mapped[bytes | None] = keyed()
    made_at: Mapped[datetime] = plain()
    ends_at: Mapped[datetime] = plain()


class ExitDraft(Base):
    """What is typed and not sent yet, sealed to the leaver alone."""

    __tablename__ = "exit_draft"

    guest_id: Mapped[int] = plain(ForeignKey(ExitGuest.id), primary_key=True, autoincrement=False)
    written: Mapped[bytes] = sealed()
    saved_at: Mapped[datetime] = plain()
