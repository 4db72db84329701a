"""Notes of those who hear leavers: of a talk, or of what is done with what was said."""

from datetime import datetime

from sqlalchemy.orm import Session

from casework.access import Action
from casework.audit import Tag
from casework.db import new_id
from casework.exits.models import Exit, ExitNote
from casework.people import Actor
from casework.vault import Compartment, Room

from . import course


def add(db: Session, exit_: Exit, text: str, *, by: Actor, now: datetime) -> ExitNote:
    """For the other interviewers of this leaver, and for nobody else."""
    room = course.enter(db, exit_, by, Compartment.INTERVIEW, Action.READ_ANSWERS)
    course.lock(db, exit_)
    return put(db, exit_, room, text, by=by, now=now)


def put(db: Session, exit_: Exit, room: Room, text: str, *, by: Actor, now: datetime) -> ExitNote:
    """In a room that is open and an exit that is locked."""
    id_ = new_id()
    note = ExitNote(id=id_, exit_id=exit_.id, text=room.seal(ExitNote.text, id_, text), by=by.id, at=now)
    db.add(note)
    course.touch(db, exit_, by, Tag.EXIT_NOTED, note=id_)
    return note
