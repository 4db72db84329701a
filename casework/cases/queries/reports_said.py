"""What a report says, in words: to be searched for a person, and for a case file that leaves the house."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import InstrumentedAttribute

from casework.cases.models import ReportComment, ReportSection, ReportText, ReportVersion
from casework.settings import N_
from casework.vault import Room, Unreadable

from .record.opening import FILE, Key
from .rows import Rows

WRITTEN, VERSION, COMMENT = N_("Written for a report"), N_("A version of the report"), N_("A comment on the report")


@dataclass(frozen=True, slots=True)
class Said:
    """`label`: what it is, to be translated; `number`: of the version, 0 where it is none."""

    ref: str
    label: str
    number: int
    text: str = field(repr=False)
    at: datetime


def of(rows: Rows, rooms: Mapping[Key, Room]) -> Iterator[Said]:
    """All of it, to who reads the file: versions in their order, what is written for the next one, comments."""
    room = rooms.get(FILE)
    if room is None:
        return
    versions = {row.id: row for row in rows.of(ReportVersion)}
    texts = rows.of(ReportText) if versions else []
    for row in sorted(texts, key=lambda row: versions[row.version_id].number):
        version = versions[row.version_id]
        words = _words(_opened(room, ReportText.content, row.id, row.content))
        yield Said(f"report-{row.id}", VERSION, version.number, words, version.at)
    for row in rows.of(ReportSection):
        yield Said(f"section-{row.id}", WRITTEN, 0, _opened(room, ReportSection.text, row.id, row.text), row.at)
    for row in rows.of(ReportComment) if versions else ():
        number = versions[row.version_id].number
        yield Said(f"comment-{row.id}", COMMENT, number, _opened(room, ReportComment.text, row.id, row.text), row.at)


def _opened(room: Room, column: InstrumentedAttribute[Any], row_id: int, sealed: bytes) -> str:
    try:
        return room.open(column, row_id, sealed)
    except (Unreadable, UnicodeDecodeError):
        return ""


def _words(content: str) -> str:
    """Headings, what somebody wrote, and what the record said, line by line."""
    sections = json.loads(content).get("sections", []) if content else []
    lines = [part for section in sections for part in (section["title"], section["prose"], *_blocks(section["blocks"]))]
    return "\n".join(line for line in lines if line)


def _blocks(blocks: list[dict[str, Any]]) -> Iterator[str]:
    for block in blocks:
        yield block.get("text", "")
        yield from block.get("items", ())
        yield from (" · ".join(row) for row in block.get("rows", ()))
