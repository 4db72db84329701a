"""A letter of a case: a draft, then sealed as it is, then in its reader's hands."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped

from casework.db import Base, new_id, plain, sealed

from .case import Case
from .people import Party
from .timeline import Paper


class Letter(Base):
    """`party_id`: whom it is to; none for somebody heard who is no party. `about_id`: the interview, hearing, decision
    or appeal that it is about. `words`: its kind, all that was typed, and why a check was passed, as JSON (that it
    clears or warns somebody is the file's); `printed`: what it says, for a reader without a PDF. `template_version` and
    `head_version`: 0 is shipped. Finished it is never edited: a later one names it by `replaces_id`. `handed_on`: the
    day, `how`: the way."""

    __tablename__ = "letter"
    __table_args__ = (UniqueConstraint("case_id", "position"),)

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id))
    position: Mapped[int] = plain()
    party_id: Mapped[int | None] = plain(ForeignKey(Party.id), index=True)
    about_id: Mapped[int | None] = plain(index=True)
    state: Mapped[str] = plain(String(20), default="draft")
    template_version: Mapped[int] = plain(default=0)
    head_version: Mapped[int] = plain(default=0)
    words: Mapped[bytes] = sealed()
    printed: Mapped[bytes | None] = sealed()
    paper_id: Mapped[int | None] = plain(ForeignKey(Paper.id), index=True)
    given_id: Mapped[int | None] = plain()
    told_id: Mapped[int | None] = plain()
    replaces_id: Mapped[int | None] = plain()
    how: Mapped[str] = plain(String(20), default="")
    handed_on: Mapped[date | None] = plain(Date)
    handed_by: Mapped[int | None] = plain()
    written_by: Mapped[int] = plain()
    written_at: Mapped[datetime] = plain()
    finished_by: Mapped[int | None] = plain()
    finished_at: Mapped[datetime | None] = plain()
    withdrawn_by: Mapped[int | None] = plain()
    withdrawn_at: Mapped[datetime | None] = plain()
    why_withdrawn: Mapped[bytes | None] = sealed()
    version: Mapped[int] = plain(default=1)
