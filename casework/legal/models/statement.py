"""What the organisation answers to a proceeding, and how it comes out."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped

from casework.cases.models.case import Case
from casework.cases.models.proceeding import Proceeding
from casework.db import Base, new_id, plain, sealed, server


class Statement(Base):
    """One version of the position statement. `room`: privileged where its writer holds that, else file; a version never
    changes. `submitted_on`: this one went out, `how`, and as which paper."""

    __tablename__ = "position_statement"
    __table_args__ = (UniqueConstraint("proceeding_id", "position"),)

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    proceeding_id: Mapped[int] = plain(ForeignKey(Proceeding.id))
    position: Mapped[int] = plain()
    room: Mapped[str] = plain(String(20))
    text: Mapped[bytes] = sealed()
    by: Mapped[int] = plain()
    at: Mapped[datetime] = plain()
    submitted_on: Mapped[date | None] = plain(Date)
    submitted_by: Mapped[int | None] = plain()
    how: Mapped[bytes | None] = sealed()
    paper_id: Mapped[int | None] = plain()


class Determination(Base):
    """What the agency or the court came to. `result` is the server's tier as a finding is."""

    __tablename__ = "determination"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    proceeding_id: Mapped[int] = plain(ForeignKey(Proceeding.id), index=True)
    result: Mapped[bytes] = server()
    text: Mapped[bytes | None] = sealed()
    on: Mapped[date] = plain("on_day", Date)
    paper_id: Mapped[int | None] = plain()
    by: Mapped[int] = plain()
    at: Mapped[datetime] = plain()


class Settlement(Base):
    """A proceeding was settled. The terms, and any amount, lie in `privileged` alone: who does not hold it puts them
    in, and does not read them back."""

    __tablename__ = "settlement"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    proceeding_id: Mapped[int] = plain(ForeignKey(Proceeding.id), index=True)
    terms: Mapped[bytes] = sealed()
    on: Mapped[date] = plain("on_day", Date)
    by: Mapped[int] = plain()
    at: Mapped[datetime] = plain()
