"""Keeping the evidence log: entries, what they say of an allegation, hand-overs. Nothing is deleted; a correction
keeps what stood there, and what was set aside can be put back.

An entry lies in the file, or in the room of its paper where that is privileged or medical. One about a dialogue lies in
the file too, for what is thought of it is not its party's to read; it is shown to who reads that dialogue.
"""

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from casework.access import Action
from casework.audit import Tag
from casework.cases.actions import case as cases
from casework.cases.actions.case import Changed
from casework.cases.lifecycle import IllegalStep, Why
from casework.cases.models import (
    Allegation,
    Case,
    Evidence,
    EvidenceChange,
    EvidenceCustody,
    EvidencePoint,
    InterviewStatement,
    Message,
    Paper,
)
from casework.cases.queries import evidence_numbers
from casework.db import new_id, utc_now
from casework.investigations.lifecycle.evidence import ASIDE, BACK, CORRECTED, DIRECTIONS, TAKEN_BACK
from casework.people import Actor
from casework.settings import N_, Said
from casework.vault import Compartment, Room


@dataclass(frozen=True, slots=True)
class Entry:
    """What an entry says, all of which can be corrected."""

    kind: str
    what: str
    obtained_on: date
    how: str
    from_party: int | None = None
    source: str = ""
    arose_on: date | None = None
    arose: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """What an entry is about; `digest`: of the paper's octets, in hexadecimal."""

    paper_id: int | None = None
    message_id: int | None = None
    statement_id: int | None = None
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Custody:
    """A hand-over, and where it lies since."""

    giver: str
    taker: str
    handed_at: datetime
    why: str
    place: str


def enter(db: Session, case: Case, room: Room, entry: Entry, about: About, *, by: Actor) -> Evidence:
    cases.begin(db, case, by, Action.WORK_CASE)
    _see_to(db, case, room, about)
    id_ = new_id()
    row = Evidence(
        id=id_, case_id=case.id, position=evidence_numbers.next_of(db, case.id, room.compartment),
        room=room.compartment.value, subject=room.subject, paper_id=about.paper_id, message_id=about.message_id,
        statement_id=about.statement_id, by=by.id, at=utc_now(),
        digest=room.seal(Evidence.digest, id_, about.digest) if about.digest else None,
    )  # fmt: skip
    _write(room, row, entry)
    db.add(row)
    _touch(db, case, room, by, Tag.EVIDENCE_ENTERED, row)
    return row


def correct(
    db: Session, case: Case, room: Room, row: Evidence, entry: Entry, *, reason: str, by: Actor, version: int
) -> None:  # fmt: skip
    """It reads otherwise from now on; what stood there stays, with the reason."""
    _begin(db, case, row, by)
    if row.version != version:
        raise Changed([])
    before = json.dumps(asdict(said_by(room, row)), default=str)
    _changed(db, room, row, CORRECTED, by, reason, before)
    _write(room, row, entry)
    row.version += 1
    _touch(db, case, room, by, Tag.EVIDENCE_CHANGED, row)


def set_aside(db: Session, case: Case, room: Room, row: Evidence, *, reason: str, by: Actor) -> None:
    """It is not gone by: it keeps its number, and says why."""
    _begin(db, case, row, by)
    if row.aside_at is not None:
        raise illegal(N_("It is set aside already."))
    row.aside_at = utc_now()
    _changed(db, room, row, ASIDE, by, reason)
    _touch(db, case, room, by, Tag.EVIDENCE_CHANGED, row, aside="yes")


def put_back(db: Session, case: Case, room: Room, row: Evidence, *, reason: str, by: Actor) -> None:
    _begin(db, case, row, by)
    if row.aside_at is None:
        raise illegal(N_("It is not set aside."))
    row.aside_at = None
    _changed(db, room, row, BACK, by, reason)
    _touch(db, case, room, by, Tag.EVIDENCE_CHANGED, row, aside="no")


def point(
    db: Session, case: Case, room: Room, row: Evidence, allegation: Allegation, *, direction: str, why: str, by: Actor
) -> EvidencePoint:  # fmt: skip
    """What it says of one allegation, instead of what was said before; with no direction that is taken back."""
    _begin(db, case, row, by)
    if allegation.case_id != case.id or direction not in {*DIRECTIONS, TAKEN_BACK}:
        raise illegal(N_("That is no allegation of this case."))
    id_ = new_id()
    made = EvidencePoint(
        id=id_, case_id=case.id, evidence_id=row.id, allegation_id=allegation.id,
        direction=room.seal(EvidencePoint.direction, id_, direction), why=room.seal(EvidencePoint.why, id_, why),
        by=by.id, at=utc_now(),
    )  # fmt: skip
    db.add(made)
    _touch(db, case, room, by, Tag.EVIDENCE_CHANGED, row, allegation=allegation.id)
    return made


def hand_over(
    db: Session, case: Case, room: Room, row: Evidence, custody: Custody, *, by: Actor
) -> EvidenceCustody:  # fmt: skip
    """One more link of the chain; none is ever changed."""
    _begin(db, case, row, by)
    id_ = new_id()
    made = EvidenceCustody(
        id=id_, case_id=case.id, evidence_id=row.id, position=evidence_numbers.next_in_chain(db, row.id),
        handed_at=custody.handed_at, by=by.id, at=utc_now(),
        **{name: room.seal(getattr(EvidenceCustody, name), id_, getattr(custody, name))
           for name in ("giver", "taker", "why", "place")},
    )  # fmt: skip
    db.add(made)
    _touch(db, case, room, by, Tag.EVIDENCE_CHANGED, row, custody=id_)
    return made


def checked(db: Session, case: Case, room: Room, row: Evidence, found: str, *, by: Actor) -> None:
    """Its file was read again; `found`: what came of it (CHECKS)."""
    _begin(db, case, row, by)
    _changed(db, room, row, found, by)
    _touch(db, case, room, by, Tag.EVIDENCE_CHECKED, row, found=found)


def said_by(room: Room, row: Evidence) -> Entry:
    """What the row says now."""
    opened = {name: room.open(getattr(Evidence, name), row.id, getattr(row, name) or b"") if getattr(row, name) else ""
              for name in ("what", "how", "source", "arose")}  # fmt: skip
    return Entry(
        kind=row.kind, obtained_on=row.obtained_on, from_party=row.from_party, arose_on=row.arose_on, **opened
    )  # fmt: skip


def _see_to(db: Session, case: Case, room: Room, about: About) -> None:
    """What it is about is this case's, and lies where the entry may speak of it."""
    paper = db.get(Paper, about.paper_id) if about.paper_id else None
    named = ((Paper, about.paper_id), (Message, about.message_id), (InterviewStatement, about.statement_id))
    for model, id_ in named:
        row: Any = db.get(model, id_) if id_ else None
        if id_ and (row is None or row.case_id != case.id):
            raise illegal(N_("That is nothing of this case."))
    if paper is None:
        return
    if paper.room == Compartment.IDENTITY.value:
        raise illegal(N_("This paper waits until a lead has looked at it and releases it: it cannot be entered yet."))
    apart = paper.room in (Compartment.PRIVILEGED.value, Compartment.MEDICAL.value)
    if (paper.room if apart else Compartment.FILE.value) != room.compartment.value:
        raise illegal(N_("What is said of a paper lies where the paper lies."))


def illegal(words: str) -> IllegalStep:
    return IllegalStep("evidence", [Why("evidence", Said(words), "#work")])


def _begin(db: Session, case: Case, row: Evidence, by: Actor) -> None:
    cases.begin(db, case, by, Action.WORK_CASE)
    db.refresh(row, with_for_update=True)


def _write(room: Room, row: Evidence, entry: Entry) -> None:
    row.kind, row.from_party = entry.kind, entry.from_party
    row.obtained_on, row.arose_on = entry.obtained_on, entry.arose_on
    row.what, row.how = room.seal(Evidence.what, row.id, entry.what), room.seal(Evidence.how, row.id, entry.how)
    row.source = room.seal(Evidence.source, row.id, entry.source) if entry.source else None
    row.arose = room.seal(Evidence.arose, row.id, entry.arose) if entry.arose else None


def _changed(
    db: Session, room: Room, row: Evidence, kind: str, by: Actor, reason: str = "", before: str = ""
) -> None:  # fmt: skip
    id_ = new_id()
    db.add(
        EvidenceChange(
            id=id_, case_id=row.case_id, evidence_id=row.id, kind=kind, by=by.id, at=utc_now(),
            before=room.seal(EvidenceChange.before, id_, before) if before else None,
            reason=room.seal(EvidenceChange.reason, id_, reason) if reason else None,
        )
    )  # fmt: skip


def _touch(
    db: Session, case: Case, room: Room, by: Actor, tag: Tag, row: Evidence, /, **ids: int | str
) -> None:  # fmt: skip
    """What is kept apart is no change of the case to those who cannot read it."""
    if room.compartment is Compartment.FILE:
        cases.touch(db, case, by, tag, quiet=True, clocks_run=False, evidence=row.id, **ids)
    else:
        cases.touch_apart(db, case, by, tag, room.compartment, evidence=row.id, **ids)
