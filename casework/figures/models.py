"""What was published of a quarter: stored once, in the form in which it is shown, and never computed again."""

from datetime import datetime

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped

from casework.db import Base, new_id, plain


class Snapshot(Base):
    """`subject`: exits, or support. `tables`: JSON, see `publishing`; `words` of what is counted beside them."""

    __tablename__ = "snapshot"
    __table_args__ = (UniqueConstraint("subject", "quarter"),)

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    subject: Mapped[str] = plain(String(20))
    quarter: Mapped[str] = plain(String(6))
    tables: Mapped[str] = plain(Text)
    made_at: Mapped[datetime] = plain()
    made_by: Mapped[int] = plain(default=0)
