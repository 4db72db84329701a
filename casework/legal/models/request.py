"""What somebody asks about their own data, who searches for it, what they hand in, and what is answered."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped

from casework.db import MATTER, Base, keyed, new_id, plain, sealed


class SubjectRequest(Base):
    """`id` is the vault's case. Its room `request` is the data protection officers', `search` theirs and of those who
    are asked to search. `asked`: name, contact, what and in which words, as JSON. `employee_tag`: their line of the
    directory, where they have one. `told_on`: the extension and its reasons were told; `unclear_on` to `clear_on`:
    who asks was not clear, so the month stood still."""

    __tablename__ = "subject_request"
    __table_args__ = MATTER

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    number: Mapped[str] = plain(String(20), unique=True)
    state: Mapped[str] = plain(String(20))
    state_since: Mapped[datetime] = plain()
    came: Mapped[str] = plain(String(20))
    asked: Mapped[bytes] = sealed()
    search_for: Mapped[bytes] = sealed()
    employee_tag: Mapped[bytes | None] = keyed(index=True)
    country: Mapped[str] = plain(String(10), default="")
    received_on: Mapped[date] = plain(Date)
    due_on: Mapped[date] = plain(Date)
    unclear_on: Mapped[date | None] = plain(Date)
    clear_on: Mapped[date | None] = plain(Date)
    identity: Mapped[bytes | None] = sealed()
    identity_by: Mapped[int | None] = plain()
    told_on: Mapped[date | None] = plain(Date)
    told_why: Mapped[bytes | None] = sealed()
    ended: Mapped[bytes | None] = sealed()
    ended_at: Mapped[datetime | None] = plain()
    ended_by: Mapped[int | None] = plain()
    by: Mapped[int] = plain()
    at: Mapped[datetime] = plain()
    version: Mapped[int] = plain(default=1)


class SearchTask(Base):
    """Somebody is asked to search what they hold. `answer`: open, handed over, nothing found."""

    __tablename__ = "search_task"
    __table_args__ = (Index("ix_search_task_person", "person_id", "answer", "due_on"),)

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    request_id: Mapped[int] = plain(ForeignKey(SubjectRequest.id), index=True)
    person_id: Mapped[int] = plain()
    answer: Mapped[str] = plain(String(20))
    due_on: Mapped[date] = plain(Date)
    by: Mapped[int] = plain()
    at: Mapped[datetime] = plain()
    answered_at: Mapped[datetime | None] = plain()
    reminded_at: Mapped[datetime | None] = plain()


class SearchHit(Base):
    """A redacted copy of something found, put into `request` by who found it and cannot read it back. `cuts`: why words
    were taken out, as JSON; `left_out`: the officer leaves it out of the answer, under `exemption`."""

    __tablename__ = "search_hit"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    request_id: Mapped[int] = plain(ForeignKey(SubjectRequest.id), index=True)
    task_id: Mapped[int] = plain(ForeignKey(SearchTask.id), index=True)
    label: Mapped[bytes] = sealed()
    text: Mapped[bytes] = sealed()
    cuts: Mapped[bytes] = sealed()
    left_out: Mapped[bool] = plain(default=False)
    exemption: Mapped[bytes | None] = sealed()
    at: Mapped[datetime] = plain()


class RequestAnswer(Base):
    """One version of the answer. `sent_on`: it went to who asked, `how`."""

    __tablename__ = "request_answer"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    request_id: Mapped[int] = plain(ForeignKey(SubjectRequest.id), index=True)
    position: Mapped[int] = plain()
    text: Mapped[bytes] = sealed()
    by: Mapped[int] = plain()
    at: Mapped[datetime] = plain()
    sent_on: Mapped[date | None] = plain(Date)
    how: Mapped[str] = plain(String(20), default="")
