"""Copies to hand out with something taken out of them for good, version by version; what they were made of stays."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework import vault
from casework.access import Action, Forbidden, policy
from casework.audit import Tag
from casework.cases.models import Case, Note, NoteChange, Paper, Redaction, RedactionMark
from casework.cases.queries.record.opening import key_of
from casework.db import new_id, utc_now
from casework.files import Kind, safe_name
from casework.files.redacting import Area, Marks, taken_out
from casework.files.redacting.report import Done
from casework.people import Actor
from casework.settings import N_, Said
from casework.vault import Compartment, Room

from . import case as cases
from . import members, papers
from .notes import RETRACTED, ROOMS

WORD, AREA = "word", "area"
REASONS = {
    "reporter": N_("who reported"),
    "third party": N_("data of somebody else"),
    "privileged": N_("privileged"),
    "medical": N_("health"),
    "confidential": N_("business secret"),
    "beyond": N_("not part of what was asked for"),
    "by law": N_("exempt by law"),
}
"""Why something was taken out; it stands in a text where the words stood."""
GONE = N_("It was retracted: nothing of it is handed out.")


@dataclass(frozen=True, slots=True)
class Mark:
    """What is taken out, and why: a word, or an area of a page."""

    reason: str
    word: str = field(default="", repr=False)
    area: Area | None = None
    remark: str = field(default="", repr=False)
    found: int = 0

    def __post_init__(self) -> None:
        if bool(self.word) == bool(self.area) or self.reason not in REASONS:
            raise ValueError("a mark is a word or an area, with its reason")

    @property
    def sort(self) -> str:
        return AREA if self.area else WORD

    @property
    def what(self) -> str:
        if self.area is None:
            return self.word
        return json.dumps([self.area.page, self.area.left, self.area.top, self.area.right, self.area.bottom])


def area_of(what: str) -> Area:
    """From what is kept of it."""
    return Area(*json.loads(what))


@dataclass(frozen=True, slots=True)
class Copy:
    """A redacted file as it lies in the store."""

    file_id: int
    key: bytes = field(repr=False)
    size: int
    kind: Kind
    done: Done


def marks_of(marks: Sequence[Mark]) -> Marks:
    """As the drawing wants them."""
    return Marks(tuple(one.word for one in marks if one.word), tuple(one.area for one in marks if one.area))


def of_paper(db: Session, case: Case, paper: Paper, copy: Copy, marks: Sequence[Mark], *, by: Actor) -> Redaction:
    """A version of a paper beside it: in the same room, under its number, with what was taken out and why."""
    found = cases.lock(db, case)
    policy.require(by, Action.REDACT, found)
    room = _room(db, case, key_of(paper.room, paper.subject), by)
    version = _next(db, Redaction.paper_id == paper.id)
    words = [replace(one, found=copy.done.words.get(n, 0)) for n, one in enumerate(o for o in marks if o.word)]
    areas = [replace(one, found=1) for one in marks if one.area]
    placed = papers.place(
        db, case, room, file_id=copy.file_id, key=copy.key, name=_named(room, paper, version, copy.kind),
        type=copy.kind.value, size=copy.size, by=by, position=paper.position,
    )  # fmt: skip
    row = _row(db, case, room, by, version, copy_id=placed.id, paper_id=paper.id, silent=copy.done.silent)
    _keep(db, row, room, [*words, *areas])
    _touch(db, case, room, by, Tag.PAPER_REDACTED, paper=paper.id, copy=placed.id)
    return row


def of_note(db: Session, case: Case, note: Note, marks: Sequence[Mark], *, by: Actor) -> Redaction:
    """A version of a note as it stands, the reason where words stood. Forbidden of one that was retracted."""
    found = cases.lock(db, case)
    policy.require(by, Action.REDACT, found)
    room = _room(db, case, (ROOMS[note.class_], note.subject), by)
    text = standing(db, note, room)
    version = _next(db, Redaction.note_id == note.id)
    left, _ = taken_out(text, [(one.word, f"[{one.reason}]") for one in marks if one.word])
    counted = [replace(one, found=taken_out(text, [(one.word, "")])[1]) for one in marks if one.word]
    row = _row(db, case, room, by, version, note_id=note.id, text=left)
    _keep(db, row, room, counted)
    _touch(db, case, room, by, Tag.NOTE_REDACTED, note=note.id)
    return row


def standing(db: Session, note: Note, room: Room) -> str:
    """What a note says now, its heading before it."""
    rows = db.scalars(select(NoteChange).where(NoteChange.note_id == note.id).order_by(NoteChange.at)).all()
    if any(row.kind == RETRACTED for row in rows):
        raise Forbidden(Said(GONE))
    text = room.open(Note.text, note.id, note.text)
    for row in rows:
        text = text if row.text is None else room.open(NoteChange.text, row.id, row.text)
    return f"{room.open(Note.heading, note.id, note.heading)}\n\n{text}" if note.heading else text


def _room(db: Session, case: Case, key: tuple[Compartment, int], by: Actor) -> Room:
    compartment, subject = key
    return vault.rooms.enter(db, members.holder_of(by), case.id, compartment, subject)


def _touch(db: Session, case: Case, room: Room, by: Actor, tag: Tag, **ids: int) -> None:
    if room.compartment is Compartment.PRIVILEGED:
        cases.touch_apart(db, case, by, tag, room.compartment, **ids)
    else:
        cases.touch(db, case, by, tag, quiet=True, clocks_run=False, **ids)


def _next(db: Session, which: Any) -> int:
    return int(db.scalar(select(func.max(Redaction.version)).where(which)) or 0) + 1


def _named(room: Room, paper: Paper, version: int, kind: Kind) -> str:
    known = room.open(Paper.name, paper.id, paper.name)
    stem = known.rsplit(".", 1)[0] if "." in known else known
    return safe_name(f"{stem} – redacted {version}{kind.ending}", kind)


def _row(
    db: Session, case: Case, room: Room, by: Actor, version: int, *, text: str | None = None,
    silent: Sequence[int] = (), **of: int,
) -> Redaction:  # fmt: skip
    id_ = new_id()
    row = Redaction(
        id=id_, case_id=case.id, version=version, room=room.compartment.value, subject=room.subject,
        text=None if text is None else room.seal(Redaction.text, id_, text), silent=json.dumps(list(silent)),
        by=by.id, at=utc_now(), **of,
    )  # fmt: skip
    db.add(row)
    db.flush()
    return row


def _keep(db: Session, row: Redaction, room: Room, marks: Sequence[Mark]) -> None:
    for position, mark in enumerate(marks, 1):
        id_ = new_id()
        db.add(
            RedactionMark(
                id=id_, case_id=row.case_id, redaction_id=row.id, position=position, sort=mark.sort,
                what=room.seal(RedactionMark.what, id_, mark.what), reason=mark.reason,
                remark=room.seal(RedactionMark.remark, id_, mark.remark) if mark.remark else None, found=mark.found,
            )
        )  # fmt: skip
    db.flush()
