"""What a case says of itself: title, severity, kind."""

from sqlalchemy.orm import Session

from casework.access import Action
from casework.audit import Tag
from casework.cases.lifecycle import IllegalStep, Why
from casework.cases.lifecycle.kinds import DISCIPLINARY, KINDS, SEVERITIES
from casework.cases.models import Case
from casework.people import Actor
from casework.settings import N_, Said
from casework.vault.room import Room

from . import case as cases

EARLY = {"received": "reported", "in triage": "fact finding", "reported": "received", "fact finding": "in triage"}
"""States in which the kind may still change, with the state of the other workflow that answers to each."""


def describe(
    db: Session,
    case: Case,
    room: Room,
    *,
    by: Actor,
    version: int,
    title: str | None = None,
    severity: str | None = None,
) -> None:
    """Give it a title that says what it is about, and how grave it is. Restricting it is a verb of its own, for it ends
    keys."""
    cases.begin(db, case, by, Action.WORK_CASE, version)
    if severity is not None:
        case.severity = severity if severity in SEVERITIES else ""
    if title is not None and title.strip():
        case.title, case.title_epoch = room.seal(Case.title, case.id, title.strip()), room.epoch
    cases.touch(db, case, by, Tag.CASE_CHANGED, what="description")


def change_kind(db: Session, case: Case, *, by: Actor, kind: str, version: int) -> None:
    """Until triage is done: what it was called at the door need not be what it is."""
    cases.begin(db, case, by, Action.WORK_CASE, version)
    if kind not in KINDS:
        raise ValueError(f"no such kind of case: {kind}")
    if case.state not in EARLY:
        raise IllegalStep("kind", [Why("state", Said(N_("The kind is settled once triage is over.")), "#track")])
    if (kind == DISCIPLINARY) != (case.kind == DISCIPLINARY):
        case.state = EARLY[case.state]
    case.kind = kind
    cases.touch(db, case, by, Tag.CASE_CHANGED, what="kind", kind=kind)
