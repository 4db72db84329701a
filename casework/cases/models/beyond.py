"""What a case sets going beside itself, and knows no more of."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey
from sqlalchemy.orm import Mapped

from casework.db import Base, new_id, plain

from .case import Case
from .people import Party


class SupportOffer(Base):
    """Support was offered to somebody, when and by whom; whether they took it up is nowhere on a case."""

    __tablename__ = "support_offer"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    party_id: Mapped[int] = plain(ForeignKey(Party.id), index=True)
    offered_on: Mapped[date] = plain(Date)
    by: Mapped[int] = plain()
    at: Mapped[datetime] = plain()


class Departure(Base):
    """A termination was decided of a party: their leaving waits to be planned, by somebody of the case. `planned_at`:
    it was; of what came of it the case knows nothing."""

    __tablename__ = "departure"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    party_id: Mapped[int] = plain(ForeignKey(Party.id), index=True)
    by: Mapped[int] = plain()
    at: Mapped[datetime] = plain()
    planned_at: Mapped[datetime | None] = plain()
    planned_by: Mapped[int | None] = plain()
    dropped_at: Mapped[datetime | None] = plain()
