"""What a report says, in words: to be searched for a person, and for a case file that leaves the house."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from casework.cases.models import ReportComment, ReportSection, ReportText, ReportVersion
from casework.settings import N_
from casework.vault import Room

from . import written_down
from .record.opening import Key
from .rows import Rows
from .written_down import Around, Columns, Known

WRITTEN, VERSION, COMMENT = N_("Written for a report"), N_("A version of the report"), N_("A comment on the report")
LABELS = {ReportText: VERSION, ReportSection: WRITTEN, ReportComment: COMMENT}
NAMES = {ReportText: "report", ReportSection: "section", ReportComment: "comment"}
COLUMNS: Columns = {
    ReportText: (ReportText.content,), ReportSection: (ReportSection.text,), ReportComment: (ReportComment.text,),
}  # fmt: skip


def of(rows: Rows, rooms: Mapping[Key, Room]) -> list[Known]:
    """Versions in their order, what is written for the next one, comments."""
    found = written_down.of(rows, rooms, COLUMNS, _around, reading={"content": _words}, names=NAMES)
    order = list(LABELS.values())
    return sorted(found, key=lambda one: (order.index(one.label), one.number))


def _around(rows: Rows, model: Any, row: Any) -> Around:
    if model is ReportSection:
        return Around(WRITTEN, row.at)
    version = next(one for one in rows.of(ReportVersion) if one.id == row.version_id)
    return Around(LABELS[model], version.at if model is ReportText else row.at, number=version.number)


def _words(content: str) -> str:
    """Headings, what somebody wrote, and what the record said, line by line."""
    sections = json.loads(content).get("sections", [])
    lines = [part for section in sections for part in (section["title"], section["prose"], *_blocks(section["blocks"]))]
    return "\n".join(line for line in lines if line)


def _blocks(blocks: list[dict[str, Any]]) -> Iterator[str]:
    for block in blocks:
        yield block.get("text", "")
        yield from block.get("items", ())
        yield from (" · ".join(row) for row in block.get("rows", ()))
