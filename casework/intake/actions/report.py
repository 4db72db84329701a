"""A report arrives: one transaction, whole or absent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from casework.access import relations, walls
from casework.audit import Tag, trail
from casework.cases.actions import opening
from casework.cases.actions.newcomers import COMPLAINANT, NAMED, REPORTER, NewReporter
from casework.cases.actions.opening import NobodyAble, Opened
from casework.cases.models import Link, Message, Party
from casework.cases.queries import routing
from casework.cases.queries.routing import Readers
from casework.db import new_id
from casework.intake.kinds import BY_NAME, QUESTIONS
from casework.intake.queries.sheet import Sheet
from casework.people import VISITOR, Actor, ActorKind
from casework.vault.receipts import Receipt

from . import drafts, named, papers
from .cleaning import Ready

SENT = "report"
"""The topic of the reporter's own copy of what they sent: answered by nobody, settled from the start."""
_SAID = insert(Message.__table__)  # type: ignore[arg-type]

RETALIATION = "retaliation"


class ReadersChanged(Exception):
    """Somebody would read it who was not on the page that was sent."""


@dataclass(frozen=True, slots=True)
class Report:
    """As typed. Name and contact are empty for an anonymous one, whatever the form carried."""

    kind: str
    site_id: int
    what: str = field(repr=False)
    mode: str
    name: str = field(repr=False)
    contact: str = field(repr=False)
    who_am_i: str
    avoid: frozenset[int]
    particulars: Mapping[str, str] = field(repr=False)

    def as_sent(self) -> str:
        """What the reporter reads again under “What you sent”."""
        said = (f"{QUESTIONS[name]} {text}" for name, text in self.particulars.items() if name in QUESTIONS)
        return "\n\n".join(part for part in (self.what, *said) if part)


def readers_of(db: Session, report: Report) -> Readers:
    """Who will read it, less those ticked and those named as part of it."""
    opens = BY_NAME[report.kind].opens
    routed = routing.readers_for(db, opens, report.site_id)
    ids = {*routed.file, *routed.identity, *routed.alternates}
    part_of_it = report.particulars.get("people", "") + (f", {report.name}" if report.mode == NAMED else "")
    out = (report.avoid & ids) | named.among(db, part_of_it, ids)
    return routing.readers_for(db, opens, report.site_id, out) if out else routed


def check(db: Session, report: Report, sheet: Sheet | None) -> Readers:
    """The readers, when there are some and all of them stood on the page. NobodyAble or ReadersChanged otherwise."""
    readers = readers_of(db, report)
    if not readers.able:
        raise NobodyAble
    if sheet is None or not sheet.covers(readers):
        raise ReadersChanged
    return readers


def send(db: Session, report: Report, sheet: Sheet, receipt: Receipt, ready: Sequence[Ready], now: datetime) -> Opened:
    """Store the report with its papers. NobodyAble or ReadersChanged leave nothing behind."""
    readers = check(db, report, sheet)
    known = relations.find(db, name=report.name, email=report.contact) if report.mode == NAMED else None
    opened = opening.open_case(
        db,
        kind=BY_NAME[report.kind].opens,
        channel="form",
        site_id=report.site_id,
        title="",
        narrative=report.what,
        particulars=report.particulars,
        readers=readers,
        by=VISITOR,
        received_at=now,
        reporter=NewReporter(report.mode, report.name, report.contact, receipt, known, role=_role(report)),
    )
    _settle(db, opened, report, ready, now)
    drafts.forget(db, receipt.lookup)
    return opened


def follows(db: Session, opened: Opened, by: Actor | None, now: datetime) -> None:
    """It tells of being treated worse since an earlier report, whose receipt they came back with: the two are linked,
    for whoever reads both."""
    if by is None:
        return
    earlier = db.get_one(Party, by.id).case_id
    db.add(Link(id=new_id(), case_id=opened.case.id, other_id=earlier, relation=RETALIATION, by=0, at=now))
    for case_id, other in ((opened.case.id, earlier), (earlier, opened.case.id)):
        trail.record(db, by, Tag.CASE_LINKED, case_id, other=other)


def left_out(db: Session, case_id: int) -> frozenset[int]:
    """Whom the reporter themselves left out of an earlier one; of other walls they are told nothing."""
    return frozenset(wall.person_id for wall in walls.standing(db, case_id) if wall.cause == walls.EXCLUDED)


def _role(report: Report) -> str:
    """Somebody who saw or was told of it, or a manager who passes it on, is not the one it happened to."""
    return COMPLAINANT if report.who_am_i in ("", "happened") else REPORTER


def _settle(db: Session, opened: Opened, report: Report, ready: Sequence[Ready], now: datetime) -> None:
    """Papers into their rooms, and into the reporter's dialogue what they wrote: it is the room that they can read."""
    party, dialogue, identity = opened.party, opened.dialogue, opened.identity
    assert party is not None
    assert dialogue is not None
    assert identity is not None
    own = Actor(ActorKind.REPORTER, party.id)
    papers.hand_in(db, party, opened.file, identity, ready, by=own, now=now)
    id_ = new_id()
    said = {"id": id_, "case_id": party.case_id, "subject": party.id, "from_party": True, "topic": SENT}
    text = dialogue.seal(Message.text, id_, report.as_sent())
    db.connection().execute(_SAID, [{**said, "text": text, "at": now, "settled_at": now}])
