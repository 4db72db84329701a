"""What somebody on a case is given, each to themselves, and how they come to it: link and code."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped

from casework.db import Base, keyed, new_id, plain, sealed

from .case import Case
from .people import Party
from .timeline import Paper


class Given(Base):
    """Something that one party is given in their own dialogue, and what they say to it. `asks`: what is asked of them;
    `about_id`: the row that it is about, if any; `questions` and `answer`: JSON. Answered once; taken back, it stays
    on the file."""

    __tablename__ = "given"
    __table_args__ = (Index("ix_given_case", "case_id", "party_id", "given_at"),)

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id))
    party_id: Mapped[int] = plain(ForeignKey(Party.id), index=True)
    kind: Mapped[str] = plain(String(20))
    about_id: Mapped[int | None] = plain(index=True)
    asks: Mapped[str] = plain(String(20))
    heading: Mapped[bytes] = sealed()
    text: Mapped[bytes | None] = sealed()
    questions: Mapped[bytes | None] = sealed()
    paper_id: Mapped[int | None] = plain(ForeignKey(Paper.id), index=True)
    given_at: Mapped[datetime] = plain()
    by: Mapped[int] = plain()
    due_on: Mapped[date | None] = plain(Date)
    opened_at: Mapped[datetime | None] = plain()
    answered_at: Mapped[datetime | None] = plain()
    answer: Mapped[bytes | None] = sealed()
    withdrawn_at: Mapped[datetime | None] = plain()


class PartyGuest(Base):
    """One way in: a link, and a code that is given in person; neither is here. The private half comes of both and is
    nowhere; `by_both` finds whoever has both."""

    __tablename__ = "party_guest"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    party_id: Mapped[int] = plain(ForeignKey(Party.id), index=True)
    by_both: Mapped[bytes] = keyed(unique=True)
    made_at: Mapped[datetime] = plain()
    made_by: Mapped[int] = plain()
    ends_at: Mapped[datetime] = plain()
    came_at: Mapped[datetime | None] = plain()
