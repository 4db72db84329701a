"""Who learns who a reporter is, and who was told that their data is processed."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String
from sqlalchemy.orm import Mapped

from casework.db import Base, new_id, plain, sealed

from .case import Case
from .people import Party


class IdentityDisclosure(Base):
    """Somebody asks who a confidential reporter is. `asked`, `ground`, `telling`, `shown`, `ended` lie in that party's
    `identity`, as JSON or words; `question` and `answer` in their `dialogue`. `person_id`: the member of staff who is
    to get the key; none: somebody outside."""

    __tablename__ = "identity_disclosure"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    party_id: Mapped[int] = plain(ForeignKey(Party.id), index=True)
    state: Mapped[str] = plain(String(20))
    person_id: Mapped[int | None] = plain()
    asked: Mapped[bytes] = sealed()
    ground: Mapped[bytes | None] = sealed()
    question: Mapped[bytes | None] = sealed()
    answer: Mapped[bytes | None] = sealed()
    telling: Mapped[bytes | None] = sealed()
    shown: Mapped[bytes | None] = sealed()
    ended: Mapped[bytes | None] = sealed()
    by: Mapped[int] = plain()
    at: Mapped[datetime] = plain()
    answered_at: Mapped[datetime | None] = plain()
    told_at: Mapped[datetime | None] = plain()
    told_by: Mapped[int | None] = plain()
    review_on: Mapped[date | None] = plain(Date)
    ended_at: Mapped[datetime | None] = plain()
    ended_by: Mapped[int | None] = plain()


class ProcessingNotice(Base):
    """Somebody was told that their data is processed, on a day and how; or, with a reason and a day to look at it
    again, not yet. The newest of a party counts."""

    __tablename__ = "processing_notice"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    party_id: Mapped[int] = plain(ForeignKey(Party.id), index=True)
    told_on: Mapped[date | None] = plain(Date)
    how: Mapped[str] = plain(String(20), default="")
    review_on: Mapped[date | None] = plain(Date)
    ground: Mapped[str] = plain(String(40), default="")
    words: Mapped[bytes | None] = sealed()
    by: Mapped[int] = plain()
    at: Mapped[datetime] = plain()
