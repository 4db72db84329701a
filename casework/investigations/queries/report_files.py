"""Files that are made of a version: how far each is, and what is in it once it is whole."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from casework.cases.models import ReportVersion
from casework.db import utc_now
from casework.investigations.lifecycle.report import BUILDING, READY, SILENT
from casework.investigations.models import ReportFile
from casework.vault import Room, Unreadable

_MADE = (ReportFile.form, ReportFile.state, ReportFile.why, ReportFile.done, ReportFile.total, ReportFile.size)


@dataclass(frozen=True, slots=True)
class Made:
    """`is_alive`: whoever makes it was heard of lately."""

    state: str
    why: str
    done: int
    total: int
    size: int
    is_alive: bool


def _fresh(version: ReportVersion) -> tuple[ColumnElement[bool], ...]:
    """A file that was begun before its version was judged says that it is a draft, or that it was none."""
    mine = ReportFile.version_id == version.id
    return (mine, ReportFile.asked_at >= version.judged_at) if version.judged_at else (mine,)


def of_version(db: Session, version: ReportVersion) -> dict[str, Made]:
    """By form; what is in them is not read."""
    rows = db.execute(select(*_MADE, ReportFile.heard_at).where(*_fresh(version))).all()
    now = utc_now()
    return {
        row.form: Made(
            row.state, row.why, row.done, row.total, row.size,
            row.state == BUILDING and now - row.heard_at < SILENT,
        )
        for row in rows
    }  # fmt: skip


def data(db: Session, room: Room, version: ReportVersion, form: str) -> bytes | None:
    """None where it is not made, or does not open any more: then it is made again."""
    of = (*_fresh(version), ReportFile.form == form, ReportFile.state == READY)
    row = db.execute(select(ReportFile.id, ReportFile.data).where(*of)).first()
    if row is None or row.data is None:
        return None
    try:
        return room.open_bytes(ReportFile.data, row.id, row.data)
    except Unreadable:
        return None
