"""Somebody is heard: who, when, by whom, how far it is; what is noted, what is of record, what they sign."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
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


class InterviewAnswer(Base):
    """A question, and what is noted under it while they talk. `added`: for this interview alone. `written_on`: which
    open page wrote it last, and `turn` the how-manieth time: one that comes late or twice is known by it."""

    __tablename__ = "interview_answer"
    __table_args__ = (Index("ix_interview_answer_interview", "interview_id", "position"),)

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    interview_id: Mapped[int] = plain(ForeignKey(Interview.id))
    position: Mapped[int] = plain()
    question: Mapped[bytes] = sealed()
    added: Mapped[bool] = plain(default=False)
    notes: Mapped[bytes | None] = sealed()
    written_by: Mapped[int | None] = plain()
    written_at: Mapped[datetime | None] = plain()
    written_on: Mapped[int | None] = plain()
    turn: Mapped[int] = plain(default=0)
    version: Mapped[int] = plain(default=0)


class InterviewCorrection(Base):
    """What is noted under a question was set right after the interview, and why. The earlier text stays."""

    __tablename__ = "interview_correction"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    interview_id: Mapped[int] = plain(ForeignKey(Interview.id), index=True)
    answer_id: Mapped[int] = plain(ForeignKey(InterviewAnswer.id), index=True)
    text: Mapped[bytes] = sealed()
    reason: Mapped[bytes] = sealed()
    by: Mapped[int] = plain()
    at: Mapped[datetime] = plain()


class InterviewEvent(Base):
    """Something of record: a step (`to_state`), the warning, or what became of a wish for a representative.
    `happened_at`: when it was so; `at`: when it was written down."""

    __tablename__ = "interview_event"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    interview_id: Mapped[int] = plain(ForeignKey(Interview.id), index=True)
    kind: Mapped[str] = plain(String(20))
    to_state: Mapped[str] = plain(String(20), default="")
    words: Mapped[bytes | None] = sealed()
    happened_at: Mapped[datetime] = plain()
    by: Mapped[int] = plain()
    at: Mapped[datetime] = plain()


class InterviewStatement(Base):
    """What was said, as the organisation wrote it (`text`) and as the person signed it (`theirs`). `given_id`: by link
    or receipt; `paper_id`: signed on paper. `result`: signed, corrected, refused; empty while it is not back."""

    __tablename__ = "interview_statement"
    __table_args__ = (UniqueConstraint("interview_id", "position"),)

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    interview_id: Mapped[int] = plain(ForeignKey(Interview.id))
    position: Mapped[int] = plain()
    text: Mapped[bytes] = sealed()
    by: Mapped[int] = plain()
    at: Mapped[datetime] = plain()
    version: Mapped[int] = plain(default=1)
    handed: Mapped[str] = plain(String(20), default="")
    handed_at: Mapped[datetime | None] = plain()
    handed_by: Mapped[int | None] = plain()
    given_id: Mapped[int | None] = plain()
    paper_id: Mapped[int | None] = plain()
    result: Mapped[str] = plain(String(20), default="")
    theirs: Mapped[bytes | None] = sealed()
    signed_name: Mapped[bytes | None] = sealed()
    reason: Mapped[bytes | None] = sealed()
    signed_at: Mapped[datetime | None] = plain()
    settled_at: Mapped[datetime | None] = plain()
    settled_by: Mapped[int | None] = plain()
