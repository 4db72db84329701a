"""A subpoena or a court's order that came in: it names no referral, for there may be none."""

from datetime import date, datetime

from sqlalchemy import Date, String
from sqlalchemy.orm import Mapped

from casework.db import MATTER, Base, new_id, plain, sealed, server


class CourtOrder(Base):
    """`id` is the vault's case; its room `order` is the coordinators' and the counsel's who is asked. `answer`:
    waiting, binds, binds not, or needs more; until it binds nothing can be disclosed under it."""

    __tablename__ = "court_order"
    __table_args__ = MATTER

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    number: Mapped[str] = plain(String(12), unique=True)
    what: Mapped[bytes] = sealed()
    asked_for: Mapped[bytes] = sealed()
    answer: Mapped[bytes] = server()
    reason: Mapped[bytes | None] = sealed()
    due_on: Mapped[date | None] = plain(Date)
    counsel_id: Mapped[int] = plain()
    entered_by: Mapped[int] = plain()
    entered_at: Mapped[datetime] = plain()
    answered_at: Mapped[datetime | None] = plain()
    version: Mapped[int] = plain(default=1)
