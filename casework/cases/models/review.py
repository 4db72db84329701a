"""What counsel was asked, as far as the case must know it: what it is about, who has it, and how it stands."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped

from casework.db import Base, new_id, plain

from .case import Case


class Review(Base):
    """`put_at`: when the papers of the newest round were handed over; what came to be after it nobody has reviewed.
    `counsel_id`: who has it; None once they said that they have a conflict, until it is given to somebody else."""

    __tablename__ = "review"
    __table_args__ = (
        Index("ix_review_case", "case_id", "about", "state"),
        Index("ix_review_counsel", "counsel_id", "state", "due_on"),
        Index("ix_review_due", "state", "due_on"),
    )

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id))
    about: Mapped[str] = plain(String(20))
    state: Mapped[str] = plain(String(20))
    round: Mapped[int] = plain(default=1)
    asked_by: Mapped[int] = plain(index=True)
    asked_at: Mapped[datetime] = plain()
    put_at: Mapped[datetime] = plain()
    due_on: Mapped[date] = plain(Date)
    counsel_id: Mapped[int | None] = plain()
    decided_at: Mapped[datetime | None] = plain()
    version: Mapped[int] = plain(default=1)
