"""What a report says: its sections as they are written, a version as it stood, what was said of one."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped

from casework.db import Base, new_id, plain, sealed

from .case import Case
from .finding import ReportVersion


class ReportText(Base):
    """Everything that the pages of a version say, as JSON: files are made of it again and again alike."""

    __tablename__ = "report_text"
    __table_args__ = (UniqueConstraint("version_id"),)

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    version_id: Mapped[int] = plain(ForeignKey(ReportVersion.id))
    content: Mapped[bytes] = sealed()


class ReportSection(Base):
    """What somebody wrote for one section of a case's report; what is composed from the record stands beside it."""

    __tablename__ = "report_section"
    __table_args__ = (UniqueConstraint("case_id", "name"),)

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id))
    name: Mapped[str] = plain(String(40))
    text: Mapped[bytes] = sealed()
    version: Mapped[int] = plain(default=1)
    by: Mapped[int] = plain()
    at: Mapped[datetime] = plain()


class ReportComment(Base):
    """What somebody says of one section of a version, and that it was seen to."""

    __tablename__ = "report_comment"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    version_id: Mapped[int] = plain(ForeignKey(ReportVersion.id), index=True)
    section: Mapped[str] = plain(String(40))
    text: Mapped[bytes] = sealed()
    by: Mapped[int] = plain()
    at: Mapped[datetime] = plain()
    settled_by: Mapped[int | None] = plain()
    settled_at: Mapped[datetime | None] = plain()
