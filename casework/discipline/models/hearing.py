"""What became of the day of a hearing."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped

from casework.cases.models import Case, Hearing
from casework.db import Base, new_id, plain, sealed


class HearingMove(Base):
    """Another time, `asked_by` the worker (whose companion cannot come) or the organisation, and why."""

    __tablename__ = "hearing_move"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    hearing_id: Mapped[int] = plain(ForeignKey(Hearing.id), index=True)
    was_at: Mapped[datetime] = plain()
    to_at: Mapped[datetime] = plain()
    asked_by: Mapped[str] = plain(String(20))
    why: Mapped[bytes] = sealed()
    by: Mapped[int] = plain()
    at: Mapped[datetime] = plain()
