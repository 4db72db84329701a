"""What a finding rests on, and the report that says it: what guards and the approval look at."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped

from casework.db import Base, new_id, plain, sealed

from .case import Case
from .course import Approval
from .people import Finding


class FindingGround(Base):
    """One a finding, written with it and never edited. `evidence`: what of the log speaks for and against, with number
    and words as they were; `factors`: what makes whom credible; both JSON. `none_because`: why nothing is referred to.
    `references`: how many of the log are."""

    __tablename__ = "finding_ground"
    __table_args__ = (UniqueConstraint("finding_id"),)

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    finding_id: Mapped[int] = plain(ForeignKey(Finding.id))
    standard: Mapped[str] = plain(String(20))
    references: Mapped[int] = plain(default=0)
    evidence: Mapped[bytes] = sealed()
    factors: Mapped[bytes] = sealed()
    none_because: Mapped[bytes | None] = sealed()


class ApprovalComment(Base):
    """What whoever approved or returned the findings says of one of them; it is of the finding as it stood."""

    __tablename__ = "approval_comment"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    approval_id: Mapped[int] = plain(ForeignKey(Approval.id))
    finding_id: Mapped[int] = plain(ForeignKey(Finding.id), index=True)
    text: Mapped[bytes] = sealed()


class ReportVersion(Base):
    """That a report stood so: what its pages say lies apart. `state`: draft, put (to approval), returned, approved.
    `names`: names, or letters for who was heard."""

    __tablename__ = "report_version"
    __table_args__ = (UniqueConstraint("case_id", "number"),)

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id))
    number: Mapped[int] = plain()
    state: Mapped[str] = plain(String(10), default="draft")
    names: Mapped[str] = plain(String(10), default="names")
    by: Mapped[int] = plain()
    at: Mapped[datetime] = plain()
    put_by: Mapped[int | None] = plain()
    put_at: Mapped[datetime | None] = plain()
    judged_by: Mapped[int | None] = plain()
    judged_at: Mapped[datetime | None] = plain()
