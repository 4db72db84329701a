"""What was written and handed in: notes, messages, papers, actions."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped

from casework.db import Base, keyed, new_id, plain, sealed

from .case import Case


class Note(Base):
    """`class_`: internal, shared, privileged, medical; `subject`: with whom it is shared. The text as first written."""

    __tablename__ = "note"
    __table_args__ = (Index("ix_note_case", "case_id", "at", "id"),)

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id))
    class_: Mapped[str] = plain("class", String(20))
    subject: Mapped[int] = plain(default=0)
    heading: Mapped[bytes | None] = sealed()
    text: Mapped[bytes] = sealed()
    by: Mapped[int] = plain()
    at: Mapped[datetime] = plain()
    version: Mapped[int] = plain(default=1)


class NoteChange(Base):
    """A correction (with the text as it is now) or a retraction, and why. The earlier text stays."""

    __tablename__ = "note_change"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    note_id: Mapped[int] = plain(ForeignKey(Note.id), index=True)
    kind: Mapped[str] = plain(String(20))
    text: Mapped[bytes | None] = sealed()
    reason: Mapped[bytes] = sealed()
    by: Mapped[int] = plain()
    at: Mapped[datetime] = plain()


class Message(Base):
    """A line of somebody's dialogue. `from_party`: theirs, else the organisation's, by `by`."""

    __tablename__ = "message"
    __table_args__ = (Index("ix_message_case", "case_id", "subject", "at"),)

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id))
    subject: Mapped[int] = plain()
    from_party: Mapped[bool] = plain()
    by: Mapped[int] = plain(default=0)
    topic: Mapped[str] = plain(String(20), default="")
    text: Mapped[bytes] = sealed()
    at: Mapped[datetime] = plain()
    settled_at: Mapped[datetime | None] = plain()
    settled_by: Mapped[int | None] = plain()


class Paper(Base):
    """A file in a room of the case. `copy_of`: a cleaned copy names its original, which lies in `identity`."""

    __tablename__ = "paper"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    position: Mapped[int] = plain()
    room: Mapped[str] = plain(String(20))
    subject: Mapped[int] = plain(default=0)
    file_id: Mapped[int] = plain(unique=True)
    file_key: Mapped[bytes] = sealed()
    name: Mapped[bytes] = sealed()
    type: Mapped[str] = plain(String(80))
    size: Mapped[int] = plain()
    copy_of: Mapped[int | None] = plain()
    from_party: Mapped[int | None] = plain()
    by: Mapped[int] = plain(default=0)
    at: Mapped[datetime] = plain()
    released_at: Mapped[datetime | None] = plain()
    digest: Mapped[bytes | None] = keyed()


class Task(Base):
    """An action: what is to be done, whose it is, by when, and when it was done."""

    __tablename__ = "task"
    __table_args__ = (Index("ix_task_owner", "owner_id", "done_at", "due_on"),)

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    what: Mapped[bytes] = sealed()
    owner_id: Mapped[int | None] = plain()
    with_whom: Mapped[bytes | None] = sealed()
    due_on: Mapped[date] = plain(Date)
    done_at: Mapped[datetime | None] = plain()
    done_by: Mapped[int | None] = plain()
    outcome: Mapped[bytes | None] = sealed()
    by: Mapped[int] = plain()
    at: Mapped[datetime] = plain()
