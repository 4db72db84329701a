"""The evidence log: what there is, from whom, through whose hands it went, and what it says of which allegation."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped

from casework.db import Base, new_id, plain, sealed

from .case import Case
from .people import Allegation, Party
from .timeline import Message, Paper


class Evidence(Base):
    """An entry of the log, as it reads now. It lies in the room of its paper or message: `room` and `subject`.
    `source`: from whom, in words, where it is no party. `arose`: when it came to be, in the words there are for it.
    `digest`: SHA-256 of the paper's octets as they were when it was entered, in hexadecimal."""

    __tablename__ = "evidence"
    __table_args__ = (Index("ix_evidence_case", "case_id", "position"),)

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id))
    position: Mapped[int] = plain()
    room: Mapped[str] = plain(String(20))
    subject: Mapped[int] = plain(default=0)
    kind: Mapped[str] = plain(String(20))
    what: Mapped[bytes] = sealed()
    from_party: Mapped[int | None] = plain(ForeignKey(Party.id), index=True)
    source: Mapped[bytes | None] = sealed()
    arose_on: Mapped[date | None] = plain(Date)
    arose: Mapped[bytes | None] = sealed()
    obtained_on: Mapped[date] = plain(Date)
    how: Mapped[bytes] = sealed()
    paper_id: Mapped[int | None] = plain(ForeignKey(Paper.id), index=True)
    message_id: Mapped[int | None] = plain(ForeignKey(Message.id), index=True)
    statement_id: Mapped[int | None] = plain()
    digest: Mapped[bytes | None] = sealed()
    by: Mapped[int] = plain()
    at: Mapped[datetime] = plain()
    aside_at: Mapped[datetime | None] = plain()
    version: Mapped[int] = plain(default=1)


class EvidencePoint(Base):
    """What an entry says of one allegation, and why. The newest of a pair holds; `direction` is for, against, neither,
    or empty where it was taken back."""

    __tablename__ = "evidence_point"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    evidence_id: Mapped[int] = plain(ForeignKey(Evidence.id), index=True)
    allegation_id: Mapped[int] = plain(ForeignKey(Allegation.id), index=True)
    direction: Mapped[bytes] = sealed()
    why: Mapped[bytes] = sealed()
    by: Mapped[int] = plain()
    at: Mapped[datetime] = plain()


class EvidenceCustody(Base):
    """A hand-over: from whom to whom, when, why, and where it lies since. Never changed; a wrong one is followed by a
    right one that says so."""

    __tablename__ = "evidence_custody"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    evidence_id: Mapped[int] = plain(ForeignKey(Evidence.id), index=True)
    position: Mapped[int] = plain()
    giver: Mapped[bytes] = sealed()
    taker: Mapped[bytes] = sealed()
    handed_at: Mapped[datetime] = plain()
    why: Mapped[bytes] = sealed()
    place: Mapped[bytes] = sealed()
    by: Mapped[int] = plain()
    at: Mapped[datetime] = plain()


class EvidenceChange(Base):
    """What an entry said before a correction (`before`, JSON), that it was set aside or put back, with the reason; or
    that its file was read again and found to be the same, or not."""

    __tablename__ = "evidence_change"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    evidence_id: Mapped[int] = plain(ForeignKey(Evidence.id), index=True)
    kind: Mapped[str] = plain(String(20))
    before: Mapped[bytes | None] = sealed()
    reason: Mapped[bytes | None] = sealed()
    by: Mapped[int] = plain()
    at: Mapped[datetime] = plain()
