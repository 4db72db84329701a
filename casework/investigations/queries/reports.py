"""A report as its readers see it: sections as they are written, versions as they stood, comments, the template."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.cases.models import ReportComment, ReportSection, ReportText, ReportVersion, StepTaken
from casework.cases.queries.record import Record
from casework.cases.queries.record.opening import FILE
from casework.investigations.models import ReportTemplate
from casework.vault import Room, Unreadable


@dataclass(frozen=True, slots=True)
class Written:
    """Somebody's own words for one section. `text` is None where it does not open."""

    name: str
    text: str | None
    version: int
    by: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Comment:
    id: int
    section: str
    text: str | None
    by: int
    at: datetime
    settled_by: int | None
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class Template:
    """By section: its heading and the words that it begins with; what is not there is as it ships."""

    id: int = 0
    sections: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def title(self, name: str) -> str:
        return self.sections.get(name, {}).get("title", "")

    def words(self, name: str) -> str:
        return self.sections.get(name, {}).get("words", "")


def template(db: Session) -> Template:
    """The newest."""
    row = db.scalar(select(ReportTemplate).order_by(ReportTemplate.at.desc(), ReportTemplate.id.desc()).limit(1))
    return Template(row.id, json.loads(row.sections)) if row else Template()


def templates(db: Session) -> list[tuple[datetime, int]]:
    """When it was changed, and by whom, the newest first."""
    found = select(ReportTemplate.at, ReportTemplate.by).order_by(ReportTemplate.at.desc())
    return [(row.at, row.by) for row in db.execute(found)]


def _opened(room: Room | None, column: Any, row_id: int, sealed: bytes) -> str | None:
    try:
        return room.open(column, row_id, sealed) if room else None
    except (Unreadable, UnicodeDecodeError):
        return None


def written(db: Session, shown: Record) -> dict[str, Written]:
    room = shown.rooms.get(FILE)
    rows = db.scalars(select(ReportSection).where(ReportSection.case_id == shown.case.id)).all()
    return {
        row.name: Written(
            row.name, _opened(room, ReportSection.text, row.id, row.text), row.version, row.by, row.at
        )
        for row in rows
    }  # fmt: skip


def versions(db: Session, case_id: int) -> list[ReportVersion]:
    """Newest first."""
    found = select(ReportVersion).where(ReportVersion.case_id == case_id).order_by(ReportVersion.number.desc())
    return list(db.scalars(found))


def version(db: Session, case_id: int, number: int) -> ReportVersion | None:
    return db.scalar(
        select(ReportVersion).where(ReportVersion.case_id == case_id, ReportVersion.number == number)
    )  # fmt: skip


def content(db: Session, room: Room, row: ReportVersion) -> dict[str, Any]:
    """What its pages say; Unreadable where that was changed."""
    text = db.scalars(select(ReportText).where(ReportText.version_id == row.id)).one_or_none()
    if text is None:
        raise Unreadable("a version without its text")
    found: dict[str, Any] = json.loads(room.open(ReportText.content, text.id, text.content))
    return found


def comments(db: Session, shown: Record, version_id: int) -> list[Comment]:
    room = shown.rooms.get(FILE)
    rows = db.scalars(
        select(ReportComment).where(ReportComment.version_id == version_id).order_by(ReportComment.at)
    ).all()
    return [
        Comment(
            row.id, row.section, _opened(room, ReportComment.text, row.id, row.text), row.by, row.at, row.settled_by,
            row.settled_at,
        )
        for row in rows
    ]  # fmt: skip


def steps(db: Session, case_id: int) -> list[tuple[datetime, str]]:
    """The course of the case: when, and what it became."""
    found = select(StepTaken.at, StepTaken.to_state).where(StepTaken.case_id == case_id).order_by(StepTaken.at)
    return [(row.at, row.to_state) for row in db.execute(found)]
