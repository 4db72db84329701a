"""What people are asked in interviews, as the organisation wrote it."""

from datetime import datetime

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped

from casework.db import Base, new_id, plain


class QuestionSet(Base):
    """One version of what is asked of somebody in this role, in cases of this kind (empty: of any). It never changes:
    an interview keeps the one that it was planned with. `body`: one question a line."""

    __tablename__ = "question_set"
    __table_args__ = (UniqueConstraint("role", "kind", "version"),)

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    role: Mapped[str] = plain(String(20))
    kind: Mapped[str] = plain(String(20), default="")
    version: Mapped[int] = plain()
    body: Mapped[str] = plain(Text)
    by: Mapped[int] = plain()
    at: Mapped[datetime] = plain()
    ended_at: Mapped[datetime | None] = plain()
