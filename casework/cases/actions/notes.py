"""Notes of the timeline: each class into its own room, corrected or retracted with a reason, never lost."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from casework import vault
from casework.access import Action, Forbidden, policy
from casework.audit import Tag
from casework.cases.models import Case, Note, NoteChange
from casework.cases.queries import changes, matter
from casework.db import new_id, utc_now
from casework.people import Actor, Role
from casework.settings import N_
from casework.vault import Compartment, NoSeal

from . import case as cases
from . import held, members

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
    seal = _sealing(db, case, by, class_, subject, build=True)
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
    cases.touch(db, case, by, Tag.NOTE_ADDED, quiet=True, clocks_run=False, note=id_)
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
    cases.touch(db, case, by, tag, quiet=True, clocks_run=False, note=note.id)
    return change


def _needs(found: matter.CaseMatter, by: Actor, class_: str) -> Action:
    """Counsel works in their own room without being on the case."""
    holds = Compartment.PRIVILEGED in found.holders.get(by.id, frozenset())
    return Action.SEE_CASE if class_ == PRIVILEGED and holds else Action.WORK_CASE


def _sealing(db: Session, case: Case, by: Actor, class_: str, subject: int, *, build: bool = False) -> Sealing:
    """How to seal into a class's room: with its key where the writer has it, else through its drop box."""
    compartment = ROOMS[class_]
    place = (compartment, subject if compartment is Compartment.DIALOGUE else 0)
    try:
        return vault.rooms.enter(db, members.holder_of(by), case.id, *place).seal
    except NoSeal:
        if class_ not in (PRIVILEGED, MEDICAL):
            raise
    if build and not members.reading(db, case, *place):
        _build(db, case, by, compartment)
    return lambda column, row_id, text: vault.rooms.drop(db, case.id, *place, column, row_id, text)


def _build(db: Session, case: Case, by: Actor, compartment: Compartment) -> None:
    """The room's first use: privileged goes to counsel, medical to whoever wrote it down."""
    if vault.readers.is_built(db, case.id, compartment):
        raise Forbidden(N_("Nobody is left who could read it: whoever held this room is no longer on the case."))
    people = {by.id}
    if compartment is Compartment.PRIVILEGED:
        walled = matter.walled(db, case.id)
        people = {id_ for id_, who in members.able(db).items() if Role.COUNSEL in who.roles} - walled
        if not people:
            raise Forbidden(N_("There is no counsel here who could read it."))
    halves = {id_: half for id_, half in members.halves(db, people).items() if compartment not in half.barred}
    if not halves:
        raise Forbidden(members.SERVER_KEEPS)
    vault.rooms.build(db, case.id, compartment, to=halves.values())
    for id_ in sorted(halves):
        members.join(db, case, id_, by=by, reads_file=False)


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
