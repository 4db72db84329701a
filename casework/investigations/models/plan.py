"""What plans are drawn from, and what a plan of a case says, item by item."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped

from casework.cases.models import Allegation, Case, Party
from casework.db import Base, new_id, plain, sealed


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


class PlanItem(Base):
    """One thing of a plan, in the versions from `from_version` to before `until_version`. A change is another row of
    the same `origin_id`, with its reason; what was dropped stays, with why. `kind`: question, person, paper, risk."""

    __tablename__ = "plan_item"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    origin_id: Mapped[int] = plain()
    from_version: Mapped[int] = plain()
    until_version: Mapped[int | None] = plain()
    kind: Mapped[str] = plain(String(20))
    position: Mapped[int] = plain()
    allegation_id: Mapped[int | None] = plain(ForeignKey(Allegation.id), index=True)
    party_id: Mapped[int | None] = plain(ForeignKey(Party.id), index=True)
    risk: Mapped[str] = plain(String(20), default="")
    measures: Mapped[str] = plain(String(200), default="")
    text: Mapped[bytes | None] = sealed()
    why: Mapped[bytes | None] = sealed()
    by: Mapped[int] = plain()
    at: Mapped[datetime] = plain()
    owner_id: Mapped[int | None] = plain(index=True)
    due_on: Mapped[date | None] = plain(Date)
    done_on: Mapped[date | None] = plain(Date)
    done_by: Mapped[int | None] = plain()
    result: Mapped[bytes | None] = sealed()
    dropped_by: Mapped[int | None] = plain()
    dropped_at: Mapped[datetime | None] = plain()
    why_dropped: Mapped[bytes | None] = sealed()
