"""The warning was read out; somebody asked for a representative, and what came of it: in words and times."""

from datetime import datetime

from sqlalchemy.orm import Session

from casework.audit import Tag
from casework.cases.lifecycle import IllegalStep, Why
from casework.cases.lifecycle.heard import TALKING, TO_COME
from casework.cases.models import Case, Interview
from casework.investigations.lifecycle.rights import WORKFLOW, Facts
from casework.investigations.queries import interview_facts
from casework.investigations.queries.interview_facts import RIGHT
from casework.people import Actor
from casework.settings import N_, Said
from casework.vault import Room

from . import interviews

WARNED = "warned"
OVER = N_("The interview is over, or does not take place.")
NOT_DIRECTED = N_("Counsel does not direct this case: there is nothing to read out.")


def warn(db: Session, case: Case, row: Interview, file: Room, *, happened_at: datetime, words: str, by: Actor) -> None:
    """`words`: what they said to it, if they said anything."""
    interviews.begin_on(db, case, row, by)
    _goes_on(row, "warn")
    if not interview_facts.directed(db, case):
        raise IllegalStep("warn", [Why("directed", Said(NOT_DIRECTED), "#warning")])
    row.warned_at, row.warned_by = happened_at, by.id
    interviews.remember(db, row, file, WARNED, by=by, words=words, happened_at=happened_at)
    interviews.end_on(db, case, row, by, Tag.INTERVIEW_WARNED)


def record(
    db: Session, case: Case, row: Interview, file: Room, what: str, *, words: str, happened_at: datetime, by: Actor
) -> None:
    """One line of what became of it. IllegalStep where it does not follow from what was written down before."""
    interviews.begin_on(db, case, row, by)
    _goes_on(row, "right")
    state = interview_facts.standing(interview_facts.events(db, row.id))
    WORKFLOW.after(what, Facts(state))
    interviews.remember(db, row, file, f"{RIGHT}{what}", by=by, words=words, happened_at=happened_at)
    interviews.end_on(db, case, row, by, Tag.INTERVIEW_RIGHT, what=what)


def _goes_on(row: Interview, step: str) -> None:
    if row.state not in (*TO_COME, TALKING):
        raise IllegalStep(step, [Why("state", Said(OVER), "#rights")])
