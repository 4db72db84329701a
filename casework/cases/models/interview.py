"""Somebody is heard: who, when, where, by whom, and how far it is."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped

from casework.db import Base, new_id, plain, sealed

from .case import Case
from .people import Party


class Interview(Base):
    """`party_id`, or `name` for somebody who is no party. `role`: as what they are heard. `second`: who sits beside
    the interviewer and is nobody of the staff. `arranged`: what is provided, never why. `warned_at`: the words that
    counsel's direction asks for were read out."""

    __tablename__ = "interview"
    __table_args__ = (UniqueConstraint("case_id", "position"),)

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id))
    position: Mapped[int] = plain()
    party_id: Mapped[int | None] = plain(ForeignKey(Party.id), index=True)
    name: Mapped[bytes | None] = sealed()
    role: Mapped[str] = plain(String(20))
    state: Mapped[str] = plain(String(20), default="planned")
    state_since: Mapped[datetime] = plain()
    starts_at: Mapped[datetime | None] = plain()
    place: Mapped[bytes | None] = sealed()
    interviewer_id: Mapped[int | None] = plain()
    second_id: Mapped[int | None] = plain()
    second: Mapped[bytes | None] = sealed()
    companion_as: Mapped[str] = plain(String(20), default="")
    companion: Mapped[bytes | None] = sealed()
    interpreter: Mapped[bytes | None] = sealed()
    arranged: Mapped[bytes | None] = sealed()
    question_set_id: Mapped[int | None] = plain()
    warned_at: Mapped[datetime | None] = plain()
    warned_by: Mapped[int | None] = plain()
    begun_at: Mapped[datetime | None] = plain()
    held_at: Mapped[datetime | None] = plain()
    planned_by: Mapped[int] = plain()
    planned_at: Mapped[datetime] = plain()
    version: Mapped[int] = plain(default=1)
