"""A finding with all that it rests on, and its report: written, commented on, put to approval, made into a file."""

from sqlalchemy.orm import Session

from casework.cases.actions import reports as putting
from casework.cases.lifecycle.grounds import Factor, Grounds, Reference
from casework.cases.models import Case, ReportVersion
from casework.investigations.actions import report_files, reports
from casework.investigations.models import ReportFile
from casework.people import Actor
from casework.vault import Room


def grounds(mark: str) -> Grounds:
    return Grounds(
        "preponderance", (Reference(1, 1, "for", mark),), (Factor(0, mark, "motive", "less", mark),), mark
    )  # fmt: skip


def report(db: Session, case: Case, room: Room, mark: str, *, by: Actor) -> ReportVersion:
    reports.write(db, case, room, section="recommendations", text=mark, version=0, by=by)
    content = {"title": mark, "sections": [{"name": "done", "title": mark, "prose": mark, "blocks": []}]}
    row = reports.make(db, case, room, content, names="names", by=by)
    said = reports.comment(db, case, room, row, section="done", text=mark, by=by)
    reports.settle(db, case, said, by=by)
    made = report_files.ask(db, case, row, "pdf", by=by)
    assert made is not None
    made.data = room.seal_bytes(ReportFile.data, made.id, mark.encode())
    made.state, made.size = "ready", len(mark)
    putting.put(db, case, row, by=by)
    return row
