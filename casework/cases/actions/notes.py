"""Notes of the timeline: each class into its own room, corrected or retracted with a reason, never lost."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from casework.access import Action, Forbidden, Hidden, policy
from casework.audit import Tag
from casework.cases.models import Case, Note, NoteChange
from casework.cases.queries import changes, matter
from casework.db import new_id, utc_now
from casework.people import Actor
from casework.settings import N_
from casework.vault import Compartment

from . import box, held, privilege
from . import case as cases

INTERNAL, SHARED, PRIVILEGED, MEDICAL = "internal", "shared", "privileged", "medical"
ROOMS = {
    INTERNAL: Compartment.FILE,
    SHARED: Compartment.DIALOGUE,
    PRIVILEGED: Compartment.PRIVILEGED,
    MEDICAL: Compartment.MEDICAL,
}
CORRECTED, RETRACTED = "corrected", "retracted"

Sealing = Callable[[InstrumentedAttribute[Any], int, str], bytes]


def add(
    db: Session, case: Case, *, class_: str, text: str, by: Actor, heading: str = "", subject: int = 0
) -> Note:  # fmt: skip
    """A note, sealed to the readers of its class. What is privileged is put in by anyone on the case and read by
    counsel alone; `subject` is the party that a shared note is shared with."""
    found = cases.lock(db, case)
    policy.require(by, _needs(found, by, class_), found)
    if class_ == SHARED and not subject:
        raise ValueError("a shared note is shared with somebody")
    seal = _sealing(db, case, by, class_, subject)
    id_ = new_id()
    note = Note(
        id=id_,
        case_id=case.id,
        class_=class_,
        subject=subject if class_ == SHARED else 0,
        heading=seal(Note.heading, id_, heading) if heading else None,
        text=seal(Note.text, id_, text),
        by=by.id,
        at=utc_now(),
    )
    db.add(note)
    _touch(db, case, by, Tag.NOTE_ADDED, note)
    if class_ == PRIVILEGED and not _holds(found, by):
        privilege.claim(db, case, note, by=by)
    return note


def correct(db: Session, case: Case, note: Note, *, text: str, reason: str, by: Actor, version: int) -> NoteChange:
    """The text as it should have been. The earlier one stays beside it."""
    return _change(db, case, note, CORRECTED, text, reason, by, version)


def retract(db: Session, case: Case, note: Note, *, reason: str, by: Actor, version: int) -> NoteChange:
    """It should not have been written here; what it said stays readable to those who could read it."""
    return _change(db, case, note, RETRACTED, "", reason, by, version)


def _change(
    db: Session, case: Case, note: Note, kind: str, text: str, reason: str, by: Actor, version: int
) -> NoteChange:
    found = cases.lock(db, case)
    policy.require(by, _needs(found, by, note.class_), found)
    if note.class_ == PRIVILEGED and not _holds(found, by):
        raise Hidden
    if note.by != by.id and not policy.judge(by, Action.APPROVE_ALONE, found):
        raise Forbidden(N_("Whoever wrote a note, or a lead, changes it: write one of your own."))
    db.refresh(note, with_for_update=True)
    if note.version != version:
        raise cases.Changed(_changes_of(db, note, note.version - version))
    if kind == RETRACTED:
        held.refuse(db, case, "retract")
    seal = _sealing(db, case, by, note.class_, note.subject)
    id_ = new_id()
    change = NoteChange(
        id=id_,
        case_id=case.id,
        note_id=note.id,
        kind=kind,
        text=seal(NoteChange.text, id_, text) if text else None,
        reason=seal(NoteChange.reason, id_, reason),
        by=by.id,
        at=utc_now(),
    )
    db.add(change)
    note.version += 1
    tag = Tag.NOTE_CORRECTED if kind == CORRECTED else Tag.NOTE_RETRACTED
    _touch(db, case, by, tag, note)
    return change


def _touch(db: Session, case: Case, by: Actor, tag: Tag, note: Note) -> None:
    if note.class_ == PRIVILEGED:
        cases.touch_apart(db, case, by, tag, Compartment.PRIVILEGED, note=note.id)
    else:
        cases.touch(db, case, by, tag, quiet=True, clocks_run=False, note=note.id)


def _holds(found: matter.CaseMatter, by: Actor) -> bool:
    return Compartment.PRIVILEGED in found.holders.get(by.id, frozenset())


def _needs(found: matter.CaseMatter, by: Actor, class_: str) -> Action:
    """Counsel works in their own room without being on the case."""
    return Action.SEE_CASE if class_ == PRIVILEGED and _holds(found, by) else Action.WORK_CASE


def _sealing(db: Session, case: Case, by: Actor, class_: str, subject: int) -> Sealing:
    """How to seal into a class's room: with its key where the writer has it, else through its drop box."""
    compartment = ROOMS[class_]
    return box.into(db, case, by, compartment, subject if compartment is Compartment.DIALOGUE else 0).seal


def _changes_of(db: Session, note: Note, last: int) -> list[changes.Change]:
    """The `last` things that were done to it, as many as its version moved on."""
    rows = db.scalars(select(NoteChange).where(NoteChange.note_id == note.id).order_by(NoteChange.at)).all()
    names = changes.names_of(db, {row.by for row in rows})
    did = {
        CORRECTED: (N_("corrected this note"), Tag.NOTE_CORRECTED),
        RETRACTED: (N_("retracted this note"), Tag.NOTE_RETRACTED),
    }
    newer = rows[-max(last, 1) :]
    return [changes.Change(names.get(row.by, ""), did[row.kind][0], row.at, did[row.kind][1]) for row in newer]
