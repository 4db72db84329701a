"""Whom the case is about, and what is alleged of whom."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped

from casework.db import Base, keyed, new_id, plain, sealed, server

from .case import Case


class Party(Base):
    """Somebody the case is about. `room` says where name and contact are sealed: `file`, or `identity` of this party
    for a confidential reporter. `receipt` finds a reporter's row; their key pair is the vault's."""

    __tablename__ = "party"
    __table_args__ = (UniqueConstraint("receipt"),)

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    role: Mapped[str] = plain(String(20))
    relation: Mapped[str] = plain(String(20), default="employee")
    mode: Mapped[str] = plain(String(20), default="named")
    is_reporter: Mapped[bool] = plain(default=False)
    room: Mapped[str] = plain(String(20), default="file")
    name: Mapped[bytes | None] = sealed()
    contact: Mapped[bytes | None] = sealed()
    employer: Mapped[bytes | None] = sealed()
    department: Mapped[str] = plain(String(120), default="")
    employee_tag: Mapped[bytes | None] = keyed(index=True)
    receipt: Mapped[bytes | None] = keyed()
    contact_paused_at: Mapped[datetime | None] = plain()
    confirmed_at: Mapped[datetime | None] = plain()
    added_at: Mapped[datetime] = plain()
    added_by: Mapped[int] = plain(default=0)
    ended_at: Mapped[datetime | None] = plain()


class Allegation(Base):
    """Issue × bases × respondent. The server keeps issue and bases; what is said of it is the file's."""

    __tablename__ = "allegation"
    __table_args__ = (UniqueConstraint("case_id", "position"),)

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id))
    position: Mapped[int] = plain()
    issue: Mapped[bytes] = server()
    bases: Mapped[bytes] = server()
    respondent_id: Mapped[int | None] = plain(ForeignKey(Party.id), index=True)
    text: Mapped[bytes | None] = sealed()
    added_by: Mapped[int] = plain()
    added_at: Mapped[datetime] = plain()
    dropped_at: Mapped[datetime | None] = plain()
    version: Mapped[int] = plain(default=1)


class Finding(Base):
    """A finding is never edited: a correction is a newer row that names the one it replaces."""

    __tablename__ = "finding"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    allegation_id: Mapped[int] = plain(ForeignKey(Allegation.id), index=True)
    finding: Mapped[bytes] = server()
    reason: Mapped[bytes] = sealed()
    replaces_id: Mapped[int | None] = plain()
    by: Mapped[int] = plain()
    at: Mapped[datetime] = plain()


class Measure(Base):
    """An interim measure: what, for whom, paid or not, agreed by, to be reviewed, ended."""

    __tablename__ = "interim_measure"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    kind: Mapped[str] = plain(String(30))
    party_id: Mapped[int | None] = plain(ForeignKey(Party.id), index=True)
    what: Mapped[bytes] = sealed()
    paid: Mapped[str] = plain(String(10), default="")
    agreed_by: Mapped[bytes | None] = sealed()
    starts_on: Mapped[date] = plain(Date)
    review_on: Mapped[date] = plain(Date)
    ended_at: Mapped[datetime | None] = plain()
    ended_by: Mapped[int | None] = plain()
    why_ended: Mapped[bytes | None] = sealed()
    by: Mapped[int] = plain()
    at: Mapped[datetime] = plain()


class Told(Base):
    """Who was told what, when and how; or why they were not told."""

    __tablename__ = "told"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    party_id: Mapped[int] = plain(ForeignKey(Party.id), index=True)
    about: Mapped[str] = plain(String(30))
    was_told: Mapped[bool] = plain(default=True)
    how: Mapped[str] = plain(String(30), default="")
    what: Mapped[bytes] = sealed()
    told_on: Mapped[date] = plain(Date)
    by: Mapped[int] = plain()
    at: Mapped[datetime] = plain()
