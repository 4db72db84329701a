"""A chronology: dates, events and where each is known from, written for a position statement."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped

from casework.cases.models import Case
from casework.db import Base, new_id, plain, sealed


class ChronologyRow(Base):
    """`days`: one ISO date, or two with a stroke between. `source`: in words; `taken_from` and `source_id`: the note,
    paper, step or particular that it was taken from, so that none is taken twice. `position` orders what fell on one
    day."""

    __tablename__ = "chronology_row"
    __table_args__ = (UniqueConstraint("case_id", "taken_from", "source_id"),)

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    position: Mapped[int] = plain(default=0)
    days: Mapped[bytes] = sealed()
    event: Mapped[bytes] = sealed()
    source: Mapped[bytes] = sealed()
    taken_from: Mapped[str] = plain(String(12), default="")
    source_id: Mapped[int] = plain(default=new_id)
    by: Mapped[int] = plain()
    at: Mapped[datetime] = plain()
    version: Mapped[int] = plain(default=1)
