"""Somebody without an account reports: to readers who all stood on the page that they sent, and to nobody else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from casework.access import relations
from casework.cases.lifecycle.closest import BY_NAME, QUESTIONS
from casework.cases.models import Message
from casework.cases.queries import routing
from casework.cases.queries.routing import Beside, Readers
from casework.cases.queries.sheet import Sheet
from casework.db import new_id
from casework.people import VISITOR
from casework.vault.receipts import Receipt

from . import named, opening
from .newcomers import COMPLAINANT, NAMED, REPORTER, NewReporter
from .opening import NobodyAble, Opened

SENT = "report"
"""The topic of the reporter's own copy of what they sent: answered by nobody, settled from the start."""
_SAID = insert(Message.__table__)  # type: ignore[arg-type]


class ReadersChanged(Exception):
    """Somebody would read it who was not on the page that was sent."""


@dataclass(frozen=True, slots=True)
class Report:
    """As typed. Name and contact are empty for an anonymous one, whatever the form carried. `beside`: whose dialogue
    it is told beside, by somebody who did not report that case."""

    kind: str
    site_id: int
    what: str = field(repr=False)
    mode: str
    name: str = field(repr=False)
    contact: str = field(repr=False)
    who_am_i: str
    avoid: frozenset[int]
    particulars: Mapping[str, str] = field(repr=False)
    channel: str = "form"
    relation: str = "employee"
    beside: Beside | None = None

    def as_sent(self) -> str:
        """What the reporter reads again under “What you sent”."""
        said = (f"{QUESTIONS[name]} {text}" for name, text in self.particulars.items() if name in QUESTIONS)
        return "\n\n".join(part for part in (self.what, *said) if part)


def readers_of(db: Session, report: Report) -> Readers:
    """Who will read it, less those ticked and those named as part of it."""
    opens = BY_NAME[report.kind].opens
    routed = routing.of(db, opens, report.site_id, first=report.beside)
    ids = {*routed.file, *routed.identity, *routed.alternates}
    part_of_it = report.particulars.get("people", "") + (f", {report.name}" if report.mode == NAMED else "")
    out = (report.avoid & ids) | named.among(db, part_of_it, ids)
    return routing.of(db, opens, report.site_id, out, report.beside) if out else routed


def check(db: Session, report: Report, sheet: Sheet | None) -> Readers:
    """The readers, when there are some and all of them stood on the page. NobodyAble or ReadersChanged otherwise."""
    readers = readers_of(db, report)
    if not readers.able:
        raise NobodyAble
    if sheet is None or not sheet.covers(readers):
        raise ReadersChanged
    return readers


def receive(db: Session, report: Report, sheet: Sheet | None, receipt: Receipt, now: datetime) -> Opened:
    """The case, with the reporter's own copy in the room that they can read. NobodyAble or ReadersChanged leave
    nothing behind."""
    readers = check(db, report, sheet)
    known = relations.find(db, name=report.name, email=report.contact) if report.mode == NAMED else None
    opened = opening.open_case(
        db,
        kind=BY_NAME[report.kind].opens,
        channel=report.channel,
        site_id=report.site_id,
        title="",
        narrative=report.what,
        particulars=report.particulars,
        readers=readers,
        by=VISITOR,
        received_at=now,
        reporter=NewReporter(
            report.mode, report.name, report.contact, receipt, known, role=_role(report), relation=report.relation
        ),
    )
    _copy(db, opened, report, now)
    return opened


def _role(report: Report) -> str:
    """Somebody who saw or was told of it, or a manager who passes it on, is not the one it happened to."""
    return COMPLAINANT if report.who_am_i in ("", "happened") else REPORTER


def _copy(db: Session, opened: Opened, report: Report, now: datetime) -> None:
    party, dialogue = opened.party, opened.dialogue
    assert party is not None
    assert dialogue is not None
    id_ = new_id()
    said = {"id": id_, "case_id": party.case_id, "subject": party.id, "from_party": True, "topic": SENT}
    text = dialogue.seal(Message.text, id_, report.as_sent())
    db.connection().execute(_SAID, [{**said, "text": text, "at": now, "settled_at": now}])
