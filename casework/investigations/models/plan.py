"""What plans are drawn from."""

from datetime import datetime

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped

from casework.db import Base, new_id, plain


class PlanTemplate(Base):
    """The organisation's own words for one kind of plan: a version that never changes. Which kind, and what it asks, is
    in `body` as JSON."""

    __tablename__ = "plan_template"
    __table_args__ = (UniqueConstraint("kind", "version"),)

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    kind: Mapped[str] = plain(String(20))
    version: Mapped[int] = plain()
    body: Mapped[str] = plain(Text)
    by: Mapped[int] = plain()
    at: Mapped[datetime] = plain()
