"""Copies to hand out, with something taken out of them for good, beside what they were made of."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped

from casework.db import Base, new_id, plain, sealed

from .case import Case
from .timeline import Note, Paper


class Redaction(Base):
    """A version of a paper or a note without what is marked. Of a paper the copy is a paper of its own; of a note its
    text lies here. `room` and `subject`: where both lie. `silent`: pages without text, as JSON, on which no word could
    be looked for."""

    __tablename__ = "redaction"
    __table_args__ = (UniqueConstraint("paper_id", "version"), UniqueConstraint("note_id", "version"))

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    paper_id: Mapped[int | None] = plain(ForeignKey(Paper.id))
    note_id: Mapped[int | None] = plain(ForeignKey(Note.id))
    version: Mapped[int] = plain()
    copy_id: Mapped[int | None] = plain(ForeignKey(Paper.id), index=True)
    room: Mapped[str] = plain(String(20))
    subject: Mapped[int] = plain(default=0)
    text: Mapped[bytes | None] = sealed()
    silent: Mapped[str] = plain(String(2000), default="[]")
    by: Mapped[int] = plain()
    at: Mapped[datetime] = plain()


class RedactionMark(Base):
    """One word or area that was taken out, and why. `what`: the word, or the area as JSON; `found`: in how many
    places."""

    __tablename__ = "redaction_mark"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    redaction_id: Mapped[int] = plain(ForeignKey(Redaction.id), index=True)
    position: Mapped[int] = plain()
    sort: Mapped[str] = plain(String(10))
    what: Mapped[bytes] = sealed()
    reason: Mapped[str] = plain(String(30))
    remark: Mapped[bytes | None] = sealed()
    found: Mapped[int] = plain(default=0)
