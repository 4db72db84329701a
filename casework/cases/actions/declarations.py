"""Before the narrative opens a reader sees the parties' names and says whether there is a conflict."""

from datetime import datetime

from sqlalchemy.orm import Session

from casework.access import Action, walls
from casework.audit import Tag, trail
from casework.cases.models import Case, Declaration
from casework.cases.queries import matter
from casework.db import new_id, utc_now
from casework.people import Actor

from . import case as cases


def declare(db: Session, case: Case, *, by: Actor, conflict: bool) -> None:
    """No conflict: the case opens. A conflict: a wall is raised at once, and the keys go with it."""
    found = cases.begin(db, case, by, Action.DECLARE)
    record(db, case, by, found.parties_version, conflict=conflict)
    if not conflict:
        trail.record(db, by, Tag.NO_CONFLICT, case.id)
        return
    trail.record(db, by, Tag.CONFLICT_DECLARED, case.id)
    walls.raise_one(db, case.id, by.id, walls.DECLARED, by=by)


def with_opening(db: Session, case: Case, *, by: Actor) -> None:
    """Whoever writes a concern down knows whom it names and has said so with it: the case is not closed to them again
    to be asked. Whoever turned out to have a conflict reads nothing of it, and says nothing."""
    if by.id in matter.of(db, case).holders:
        declare(db, case, by=by, conflict=False)


def renew(db: Session, case: Case, by: Actor) -> None:
    """Whoever enters a party's name has seen it: their word holds on."""
    record(db, case, by, matter.parties_version(db, case.id), conflict=False)


def record(db: Session, case: Case, by: Actor, version: int, *, conflict: bool, at: datetime | None = None) -> None:
    db.add(
        Declaration(
            id=new_id(),
            case_id=case.id,
            person_id=by.id,
            conflict=conflict,
            at=at or utc_now(),
            parties_version=version,
        )
    )
    db.flush()
