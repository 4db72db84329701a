"""What the law asks of a case, as far as the case itself must know it: its guards, its lists, its page."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String
from sqlalchemy.orm import Mapped

from casework.db import Base, new_id, plain, sealed

from .case import Case
from .timeline import Note, Paper


class Restriction(Base):
    """A case was closed to all but named people; `earlier`: its confidentiality before. Lifted, it gives nobody
    anything back."""

    __tablename__ = "restriction"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    why: Mapped[bytes] = sealed()
    earlier: Mapped[str] = plain(String(20))
    by: Mapped[int] = plain()
    at: Mapped[datetime] = plain()
    lifted_at: Mapped[datetime | None] = plain()
    lifted_by: Mapped[int | None] = plain()
    why_lifted: Mapped[bytes | None] = sealed()


class RestrictionLoss(Base):
    """Who lost access by it, and to which rooms: their names, as the seals have them."""

    __tablename__ = "restriction_loss"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    restriction_id: Mapped[int] = plain(ForeignKey(Restriction.id), index=True)
    person_id: Mapped[int] = plain()
    rooms: Mapped[str] = plain(String(200))


class Direction(Base):
    """Counsel directs what is done on a case, from one day until another: whose work it is, and why."""

    __tablename__ = "direction"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    counsel_id: Mapped[int] = plain()
    from_on: Mapped[date] = plain(Date)
    until_on: Mapped[date | None] = plain(Date)
    why: Mapped[bytes] = sealed()
    by: Mapped[int] = plain()
    at: Mapped[datetime] = plain()
    ended_at: Mapped[datetime | None] = plain()
    ended_by: Mapped[int | None] = plain()


class PrivilegeClaim(Base):
    """A note or a paper is said to be privileged: `state`: asked, confirmed, refused. `room` and `subject`: where it
    lay before and goes when counsel refuses; `why` lies in `privileged`, `reason` where it went."""

    __tablename__ = "privilege_claim"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    note_id: Mapped[int | None] = plain(ForeignKey(Note.id), index=True)
    paper_id: Mapped[int | None] = plain(ForeignKey(Paper.id), index=True)
    state: Mapped[str] = plain(String(20), default="asked")
    room: Mapped[str] = plain(String(20))
    subject: Mapped[int] = plain(default=0)
    why: Mapped[bytes | None] = sealed()
    asked_by: Mapped[int] = plain()
    asked_at: Mapped[datetime] = plain()
    reason: Mapped[bytes | None] = sealed()
    decided_by: Mapped[int | None] = plain()
    decided_at: Mapped[datetime | None] = plain()
