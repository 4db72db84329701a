"""What is known of a leaving is set right while it is under way."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from casework import vault
from casework.access import Action, Forbidden
from casework.exits.lifecycle import PLANNED, WAYS
from casework.exits.models import Exit
from casework.exits.queries import hearing
from casework.people import Actor
from casework.settings import N_
from casework.vault import Compartment

from . import course

CHOSEN = N_("Their questions depend on how they leave, and they may have begun: cancel the invitation by a new one.")
NOT_HEARING = N_("They hold no key of this interview.")


@dataclass(frozen=True, slots=True)
class Details:
    way: str
    ends_on: date
    department: str
    site_id: int
    contact: str


def change(db: Session, exit_: Exit, details: Details, *, by: Actor) -> None:
    """How they leave, when, from where, and where they can be written to afterwards."""
    room = course.enter(db, exit_, by, Compartment.LEAVING, Action.PLAN_EXIT)
    course.lock(db, exit_)
    if details.way not in WAYS:
        raise ValueError(details.way)
    if details.way != way_of(db, exit_) and exit_.state != PLANNED:
        raise Forbidden(CHOSEN)
    exit_.way = vault.field.seal(db, Exit.way, exit_.id, details.way, case=exit_.id)
    exit_.ends_on, exit_.department, exit_.site_id = details.ends_on, details.department, details.site_id
    exit_.contact = room.seal(Exit.contact, exit_.id, details.contact) if details.contact else None
    course.touch(db, exit_, by)


def assign(db: Session, exit_: Exit, interviewer_id: int | None, *, by: Actor) -> None:
    """Who speaks with them: one of those who can read it."""
    course.enter(db, exit_, by, Compartment.LEAVING, Action.PLAN_EXIT)
    course.lock(db, exit_)
    if interviewer_id is not None and interviewer_id not in hearing.able(db, exit_):
        raise Forbidden(NOT_HEARING)
    exit_.interviewer_id = interviewer_id
    course.touch(db, exit_, by, person=interviewer_id or 0)


def way_of(db: Session, exit_: Exit) -> str:
    return vault.field.open_(db, Exit.way, exit_.id, exit_.way, case=exit_.id)
