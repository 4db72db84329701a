"""What reports begin with, and the files that are made of a version."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped

from casework.cases.models import Case, ReportVersion
from casework.db import Base, new_id, plain, sealed


class ReportTemplate(Base):
    """The organisation's own words for reports: order, headings and opening words of sections, as JSON. A change is a
    newer row; a version of a report keeps what it was made with."""

    __tablename__ = "report_template"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    sections: Mapped[str] = plain(Text)
    by: Mapped[int] = plain()
    at: Mapped[datetime] = plain()


class ReportFile(Base):
    """A version as a file, made by a process of its own. `heard_at`: when whoever makes it last said so; `data`: the
    file, under the key of the room; it can go at any time, for the version makes it again."""

    __tablename__ = "report_file"
    __table_args__ = (UniqueConstraint("version_id", "form"),)

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    version_id: Mapped[int] = plain(ForeignKey(ReportVersion.id))
    form: Mapped[str] = plain(String(10))
    state: Mapped[str] = plain(String(10), default="building")
    why: Mapped[str] = plain(String(20), default="")
    done: Mapped[int] = plain(default=0)
    total: Mapped[int] = plain(default=0)
    by: Mapped[int] = plain()
    asked_at: Mapped[datetime] = plain()
    heard_at: Mapped[datetime] = plain()
    size: Mapped[int] = plain(default=0)
    data: Mapped[bytes | None] = sealed()
