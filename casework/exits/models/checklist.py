"""What must be done until somebody is gone."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String
from sqlalchemy.orm import Mapped

from casework.db import Base, new_id, plain, sealed

from .exit import Exit


class LeavingTask(Base):
    """One line of the checklist. `kind`: of the template, empty for one of their own; `what` and `note` lie in the
    `leaving` room. `owner_id`: who of the staff; `owner`: somebody else, in words."""

    __tablename__ = "leaving_task"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    exit_id: Mapped[int] = plain(ForeignKey(Exit.id), index=True)
    kind: Mapped[str] = plain(String(40), default="")
    position: Mapped[int] = plain(default=0)
    what: Mapped[bytes | None] = sealed()
    note: Mapped[bytes | None] = sealed()
    owner_id: Mapped[int | None] = plain(index=True)
    owner: Mapped[bytes | None] = sealed()
    due_on: Mapped[date | None] = plain(Date)
    done_at: Mapped[datetime | None] = plain()
    done_by: Mapped[int | None] = plain()
    dropped_at: Mapped[datetime | None] = plain()
    added_by: Mapped[int] = plain()
    added_at: Mapped[datetime] = plain()
    version: Mapped[int] = plain(default=1)
