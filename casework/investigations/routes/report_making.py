"""From a version to its file: put together here, set by the press in a process of its own, sealed when it is whole."""

import logging
import threading
from dataclasses import dataclass, field
from typing import Any, Literal

from casework.cases.models import ReportVersion
from casework.db import Database
from casework.investigations.actions import report_files
from casework.investigations.lifecycle.report import APPROVED
from casework.people import Actor
from casework.press import apart
from casework.press import document as documents
from casework.press.document import Document
from casework.web.text import _

log = logging.getLogger("casework")


@dataclass(frozen=True, slots=True)
class Job:
    """`by`: the file is sealed under a room that they still hold when it is made."""

    file_id: int
    form: Literal["pdf", "docx"]
    database: Database
    by: Actor = field(repr=False)
    document: Document = field(repr=False)


def begin(job: Job) -> threading.Thread:
    """Returns at once; the row says how far it is."""
    thread = threading.Thread(target=_make, args=(job,), daemon=True, name="report")
    thread.start()
    return thread


def _make(job: Job) -> None:
    try:
        data = apart.made(job.form, job.document, heard=lambda done, _of: _heard(job, done))
        report_files.heard(job.database, job.file_id, 2)
        report_files.ready(job.database, job.file_id, data, by=job.by)
    except apart.NotMade as wrong:
        report_files.failed(job.database, job.file_id, wrong.why)
    except Exception as wrong:  # noqa: BLE001 - whatever it was, whoever asked must read that there is nothing
        log.error("a report was not made: %s", type(wrong).__qualname__)
        report_files.failed(job.database, job.file_id, "work")


def _heard(job: Job, done: int) -> None:
    report_files.heard(job.database, job.file_id, 1 + min(done, 1))


def mark_of(row: ReportVersion) -> str:
    """What every page of a version carries that nobody approved."""
    return "" if row.state == APPROVED else _("DRAFT %(number)s", number=row.number)


def name_of(number: str, row: ReportVersion, form: str) -> str:
    """As it is saved: that it is a draft stands in its name too."""
    what = "version" if row.state == APPROVED else "DRAFT"
    return f"{number} report {what} {row.number}.{form}"


def document(row: ReportVersion, content: dict[str, Any]) -> Document:
    """The same words for the same version, whenever it is made."""
    said = documents.begun(
        title=content["title"], number=content["number"], made=row.at, lang=content["lang"], legend=content["legend"],
        mark=mark_of(row), page_of=_("page %(page)s of %(pages)s", page="{page}", pages="{pages}"),
    )  # fmt: skip
    blocks = said["blocks"]
    blocks.append(documents.facts([(name, words) for name, words in content["about"]]))
    for section in content["sections"]:
        blocks.append(documents.heading(section["title"], 2))
        if section["prose"]:
            blocks.append(documents.text(section["prose"]))
        blocks += section["blocks"]
    return said
