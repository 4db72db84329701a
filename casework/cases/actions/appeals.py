"""An appeal: received, and decided by somebody with no part in what it is against."""

from datetime import date

from sqlalchemy.orm import Session

from casework.access import Action
from casework.cases.lifecycle import IllegalStep, Why
from casework.cases.models import Appeal, Case
from casework.db import new_id, utc_now
from casework.people import Actor
from casework.settings import N_, Said
from casework.vault.room import Room

from . import case as cases
from . import course

RESULTS = {"upheld": N_("Upheld"), "partly upheld": N_("Partly upheld"), "not upheld": N_("Not upheld")}


def appeal(
    db: Session, case: Case, room: Room, *, by: Actor, party_id: int | None, grounds: str, received_on: date,
    version: int,
) -> Appeal:  # fmt: skip
    """Somebody asks for the decision to be looked at again."""
    found = cases.begin(db, case, by, Action.TAKE_STEP, version)
    course.move(db, case, room, "appeal", by=by, found=found)
    case.closed_at = None
    id_ = new_id()
    row = Appeal(
        id=id_,
        case_id=case.id,
        party_id=party_id,
        grounds=room.seal(Appeal.grounds, id_, grounds),
        received_on=received_on,
        recorded_by=by.id,
    )
    db.add(row)
    db.flush()
    return row


def decide_appeal(
    db: Session, case: Case, room: Room, row: Appeal, *, by: Actor, result: str, reason: str, version: int
) -> None:  # fmt: skip
    """Decided by somebody with no part in it so far."""
    found = cases.begin(db, case, by, Action.DECIDE_APPEAL, version)
    if result not in RESULTS or row.result:
        raise IllegalStep("decide appeal", [Why("result", Said(N_("Choose how the appeal ends.")), "#appeals")])
    row.result, row.decided_by, row.decided_at = result, by.id, utc_now()
    row.reason = room.seal(Appeal.reason, row.id, reason)
    db.flush()
    course.move(db, case, room, "decide appeal", by=by, found=found, reason=reason)
