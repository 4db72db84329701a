"""Questions, answers, and what is counted of them."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped

from casework.db import Base, new_id, plain, sealed, server

from .exit import Exit


class Questionnaire(Base):
    """One version, which never changes: an exit keeps the one that it was answered by. `body`: JSON; see
    `exits/questionnaires`. `audience`: voluntary, involuntary or both."""

    __tablename__ = "questionnaire"
    __table_args__ = (UniqueConstraint("name", "version"),)

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    name: Mapped[str] = plain(String(60))
    version: Mapped[int] = plain()
    audience: Mapped[str] = plain(String(20))
    body: Mapped[str] = plain(Text)
    by: Mapped[int] = plain()
    at: Mapped[datetime] = plain()
    ended_at: Mapped[datetime | None] = plain()


class ExitAnswers(Base):
    """All answers of one leaver as JSON, in the `interview` room. `mode`: form, or person."""

    __tablename__ = "exit_answers"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    exit_id: Mapped[int] = plain(ForeignKey(Exit.id), unique=True)
    questionnaire_id: Mapped[int] = plain(ForeignKey(Questionnaire.id))
    answers: Mapped[bytes] = sealed()
    mode: Mapped[str] = plain(String(10))
    on: Mapped[date] = plain(Date)


class ExitNote(Base):
    """An interviewer's note of a talk in person, or of what was done with what was said."""

    __tablename__ = "exit_note"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    exit_id: Mapped[int] = plain(ForeignKey(Exit.id), index=True)
    text: Mapped[bytes] = sealed()
    by: Mapped[int] = plain()
    at: Mapped[datetime] = plain()


class ExitTally(Base):
    """Answers of a scale or of choices, with coarse groups and no word of whose they are: JSON. Gone once the quarter
    is published."""

    __tablename__ = "exit_tally"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    quarter: Mapped[str] = plain(String(6), index=True)
    coded: Mapped[bytes] = server()
