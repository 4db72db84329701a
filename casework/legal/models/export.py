"""What was handed out of a case: who asked, how far it is, and until when it can be fetched. Never what is in it."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped

from casework.cases.models import Case
from casework.db import Base, new_id, plain


class Export(Base):
    """`rooms`: compartment and subject of each room that something was taken from, as JSON; `heard_at`: when whoever
    builds it last said so; `file_id`: the closed file in the folder of exports; `why`: one word for what went wrong."""

    __tablename__ = "case_export"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    by: Mapped[int] = plain(index=True)
    form: Mapped[str] = plain(String(10))
    lock: Mapped[str] = plain(String(12))
    rooms: Mapped[str] = plain(Text)
    state: Mapped[str] = plain(String(10), default="building")
    why: Mapped[str] = plain(String(20), default="")
    asked_at: Mapped[datetime] = plain()
    heard_at: Mapped[datetime] = plain()
    done: Mapped[int] = plain(default=0)
    total: Mapped[int] = plain(default=0)
    done_bytes: Mapped[int] = plain(default=0)
    total_bytes: Mapped[int] = plain(default=0)
    damaged: Mapped[int] = plain(default=0)
    file_id: Mapped[int] = plain(default=new_id)
    size: Mapped[int] = plain(default=0)
    ready_at: Mapped[datetime | None] = plain()
    expires_at: Mapped[datetime | None] = plain()
    fetched_at: Mapped[datetime | None] = plain()
