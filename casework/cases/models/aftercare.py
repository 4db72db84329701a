"""Asking, after the end of a matter, how whoever reported and whoever bore witness has fared since."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String
from sqlalchemy.orm import Mapped

from casework.db import Base, new_id, plain, sealed

from .case import Case
from .people import Party


class Aftercare(Base):
    """One check: `day` of so many after the end, with one party. `how`: nothing yet, `asked` (by what they were given),
    `phone`, `given up`. `answer`, JSON, lies in the party's own dialogue where it was told to somebody who wrote it
    down; what they wrote themselves lies with what they were given. `why`: given up, in the file. `led_to`: the link to
    the case that was opened for what they said."""

    __tablename__ = "aftercare"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    party_id: Mapped[int] = plain(ForeignKey(Party.id), index=True)
    day: Mapped[int] = plain()
    due_on: Mapped[date] = plain(Date)
    how: Mapped[str] = plain(String(20), default="")
    given_id: Mapped[int | None] = plain(index=True)
    asked_at: Mapped[datetime | None] = plain()
    asked_by: Mapped[int | None] = plain()
    reminded_at: Mapped[datetime | None] = plain()
    ended_at: Mapped[datetime | None] = plain()
    ended_by: Mapped[int | None] = plain()
    answer: Mapped[bytes | None] = sealed()
    why: Mapped[bytes | None] = sealed()
    led_to: Mapped[int | None] = plain()
