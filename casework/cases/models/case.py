"""The case: what everything hangs on."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped

from casework.db import MATTER, Base, new_id, plain, sealed


class Case(Base):
    """`title_epoch` is the file's epoch that the title was sealed in, so that a list can join the right seal.
    `version` grows with every change that a form on screen could be outdated by; `unattended_at`: nobody is left
    who could read it."""

    __tablename__ = "case"
    __table_args__ = (UniqueConstraint("number"), MATTER)

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    number: Mapped[str] = plain(String(20))
    kind: Mapped[str] = plain(String(30))
    state: Mapped[str] = plain(String(40))
    state_since: Mapped[datetime] = plain()
    channel: Mapped[str] = plain(String(20))
    severity: Mapped[str] = plain(String(20), default="")
    confidentiality: Mapped[str] = plain(String(20), default="standard")
    site_id: Mapped[int] = plain(default=0)
    department: Mapped[str] = plain(String(120), default="")
    title: Mapped[bytes] = sealed()
    title_epoch: Mapped[int] = plain(default=1)
    narrative: Mapped[bytes] = sealed()
    received_at: Mapped[datetime] = plain(index=True)
    opened_by: Mapped[int] = plain(default=0)
    investigator_id: Mapped[int | None] = plain()
    acknowledged_at: Mapped[datetime | None] = plain()
    fed_back_at: Mapped[datetime | None] = plain()
    due_on: Mapped[date | None] = plain(Date)
    due_what: Mapped[str] = plain(String(40), default="")
    paused_at: Mapped[datetime | None] = plain()
    unattended_at: Mapped[datetime | None] = plain(index=True)
    closed_at: Mapped[datetime | None] = plain()
    changed_at: Mapped[datetime] = plain()
    version: Mapped[int] = plain(default=1)


class Particular(Base):
    """What else was said when it came in: when, where, who, what is wished for; one row an answer."""

    __tablename__ = "case_particular"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    name: Mapped[str] = plain(String(30))
    text: Mapped[bytes] = sealed()


class Membership(Base):
    """Who works the case, since when, and until when. Keys are in the seals; this is what lists are walked by,
    so it carries the case's sort keys, kept in step by `actions.case.touch`. `until`: the last day of somebody from
    outside."""

    __tablename__ = "case_member"
    __table_args__ = (
        UniqueConstraint("case_id", "person_id"),
        Index("ix_case_member_due", "person_id", "active", "is_open", "due_on", "case_id"),
        Index("ix_case_member_received", "person_id", "active", "received_at", "case_id"),
        Index("ix_case_member_changed", "person_id", "active", "changed_at", "case_id"),
        Index("ix_case_member_number", "person_id", "active", "number"),
        Index("ix_case_member_case", "person_id", "active", "case_id"),
    )

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id))
    person_id: Mapped[int] = plain()
    reads_file: Mapped[bool] = plain(default=True)
    active: Mapped[bool] = plain(default=True)
    since: Mapped[datetime] = plain()
    added_by: Mapped[int] = plain(default=0)
    ended_at: Mapped[datetime | None] = plain()
    ended_by: Mapped[int | None] = plain()
    until: Mapped[date | None] = plain(Date)
    number: Mapped[str] = plain(String(20))
    is_open: Mapped[bool] = plain(default=True)
    due_on: Mapped[date] = plain(Date)
    received_at: Mapped[datetime] = plain()
    changed_at: Mapped[datetime] = plain()
    seen_at: Mapped[datetime | None] = plain()


class Declaration(Base):
    """A reader saw the parties' names and said whether there is a conflict, before the narrative opened."""

    __tablename__ = "case_declaration"
    __table_args__ = (Index("ix_case_declaration_case", "case_id", "person_id"),)

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id))
    person_id: Mapped[int] = plain()
    conflict: Mapped[bool] = plain(default=False)
    at: Mapped[datetime] = plain()
    parties_version: Mapped[int] = plain(default=1)


class Link(Base):
    """Two cases that belong together. Never identities; whoever cannot read the other sees nothing of it."""

    __tablename__ = "case_link"
    __table_args__ = (UniqueConstraint("case_id", "other_id", "relation"),)

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    other_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    relation: Mapped[str] = plain(String(30))
    by: Mapped[int] = plain()
    at: Mapped[datetime] = plain()
