"""What an appeal comes to, in one transaction: the decision stands, falls, or another takes its place, and with it the
ladder, what it is compared with, what is still to be done, and whom to tell."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from casework.cases.actions import appeals, tasks
from casework.cases.actions.appeals import DISMISSED, UPHELD, VARIED
from casework.cases.lifecycle import IllegalStep, Why
from casework.cases.models import Appeal, Case, Decision
from casework.people import Actor
from casework.settings import N_, Said
from casework.vault.room import Room

from . import decisions
from .decisions import New, ToDo

NOTHING = N_("This appeal is against no decision that stands: nothing can be decided in its place.")
NEW = N_("Say what is decided instead.")


def decide(
    db: Session, case: Case, file: Room, row: Appeal, *, by: Actor, result: str, reason: str, version: int,
    instead: New | None = None, to_do: Sequence[ToDo] = (),
) -> None:  # fmt: skip
    """`instead`: what is decided where it is varied. `to_do`: what is open again because of it."""
    appeals.begin_decision(db, case, row, by=by, result=result, version=version)
    decision = against(db, case, row)
    if result == VARIED:
        row.varied_id = _varied(db, case, file, row, decision, instead, by)
    elif result == UPHELD and decision is not None:
        decisions.set_aside(db, case, file, decision, by=by, reason=reason, appeal_id=row.id)
    appeals.decide_appeal(db, case, file, row, by=by, result=result, reason=reason, version=version)
    for one in to_do if result != DISMISSED else ():
        tasks.add(db, case, file, by=by, what=one.what, due_on=one.due_on, owner_id=one.owner_id)


def against(db: Session, case: Case, row: Appeal) -> Decision | None:
    """The decision that it is against, while it stands."""
    found = db.get(Decision, row.decision_id) if row.decision_id else None
    return found if found is not None and found.case_id == case.id and found.ended_at is None else None


def _varied(
    db: Session, case: Case, file: Room, row: Appeal, decision: Decision | None, instead: New | None, by: Actor
) -> int:  # fmt: skip
    if decision is None:
        raise IllegalStep("decide appeal", [Why("decision", Said(NOTHING), "#result")])
    if instead is None:
        raise IllegalStep("decide appeal", [Why("instead", Said(NEW), "#outcome")])
    return decisions.vary(db, case, file, decision, instead, by=by, appeal_id=row.id).id


def open_again(what: str, on: date | None) -> Sequence[ToDo]:
    return (ToDo(what.strip(), on),) if what.strip() and on is not None else ()
