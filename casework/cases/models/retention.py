"""How long it is kept, who agreed that it goes, and what stays of it then. A matter: a case, an exit, a referral."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped

from casework.db import Base, new_id, plain, sealed, server

from .case import Case
from .course import Closure


class RetentionChoice(Base):
    """After a case was reopened and closed again: whether it is kept from the first day on, or `anew` from this
    closure. Until somebody has chosen the earlier day stands. `why` lies in the case's file."""

    __tablename__ = "retention_choice"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    closure_id: Mapped[int] = plain(ForeignKey(Closure.id), unique=True)
    anew: Mapped[bool] = plain()
    why: Mapped[bytes] = sealed()
    by: Mapped[int] = plain()
    at: Mapped[datetime] = plain()


class Destruction(Base):
    """One asks that matters are destroyed, another agrees or not. `of`: case, exit, referral. `ended_at`: nothing of it
    waits any more. A reason is None where only the journal still knew of it."""

    __tablename__ = "destruction"
    __table_args__ = (Index("ix_destruction_of", "of", "ended_at"),)

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    of: Mapped[str] = plain(String(10))
    why: Mapped[bytes | None] = server()
    proposed_by: Mapped[int] = plain()
    proposed_at: Mapped[datetime] = plain()
    approved: Mapped[bool | None] = plain()
    decided_by: Mapped[int | None] = plain()
    decided_at: Mapped[datetime | None] = plain()
    why_not: Mapped[bytes | None] = server()
    ended_at: Mapped[datetime | None] = plain()


class DestructionItem(Base):
    """A matter that is to be destroyed; its row goes with it. `kept`: why it was not, when its turn came. Without a
    foreign key: the matter does not wait for this row, nor this row for the matter."""

    __tablename__ = "destruction_item"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    destruction_id: Mapped[int] = plain(ForeignKey(Destruction.id), index=True)
    matter_id: Mapped[int] = plain(index=True)
    kept: Mapped[str] = plain(String(20), default="")


class Destroyed(Base):
    """What stays. `id`: what the matter's was; `kind` and `outcome` are empty for what nobody else may know the kind
    of. `rule`: the fact that let it go, as JSON. `kek`: the newest key that wrapped secrets on that day; `final_on`:
    when it was found to be gone."""

    __tablename__ = "destroyed"
    __table_args__ = (Index("ix_destroyed_of", "of", "destroyed_at"),)

    id: Mapped[int] = plain(primary_key=True, autoincrement=False)
    of: Mapped[str] = plain(String(10))
    number: Mapped[str] = plain(String(20), index=True)
    kind: Mapped[str] = plain(String(30))
    received_on: Mapped[date] = plain(Date)
    closed_on: Mapped[date | None] = plain(Date)
    outcome: Mapped[str] = plain(String(40))
    rule: Mapped[str] = plain(String(400))
    destroyed_at: Mapped[datetime] = plain()
    destruction_id: Mapped[int] = plain(index=True)
    proposed_by: Mapped[int] = plain()
    approved_by: Mapped[int] = plain()
    kek: Mapped[int] = plain()
    final_on: Mapped[date | None] = plain(Date)


class DestroyedFor(Base):
    """To whom it existed when it went: they are shown what stays."""

    __tablename__ = "destroyed_for"

    destroyed_id: Mapped[int] = plain(ForeignKey(Destroyed.id), primary_key=True, autoincrement=False)
    person_id: Mapped[int] = plain(primary_key=True, autoincrement=False, index=True)
