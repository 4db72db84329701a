"""What like cases came to, as somebody saw it when they decided."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped

from casework.cases.models import Case, Party
from casework.db import Base, new_id, plain, sealed


class Comparison(Base):
    """`found`, JSON: what was asked for, how it was widened, what came out. In the file, or in what is privileged:
    `room`, where counsel put it."""

    __tablename__ = "comparison"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    party_id: Mapped[int | None] = plain(ForeignKey(Party.id), index=True)
    room: Mapped[str] = plain(String(20), default="file")
    found: Mapped[bytes] = sealed()
    by: Mapped[int] = plain()
    at: Mapped[datetime] = plain()
    moved_by: Mapped[int | None] = plain()
    moved_at: Mapped[datetime | None] = plain()
