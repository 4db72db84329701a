"""An appeal: received, and decided by somebody with no part in what it is against. What its result does to decisions
lies with those; here is what the case itself does."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import vault
from casework.access import Action
from casework.audit import Tag, trail
from casework.cases.lifecycle import IllegalStep, Why
from casework.cases.models import Appeal, Case, Decision, Party, Told
from casework.cases.queries import clocks
from casework.clocks import case as deadlines
from casework.db import new_id, utc_now
from casework.people import Actor
from casework.settings import N_, Said
from casework.vault.room import Room

from . import case as cases
from . import course

UPHELD, VARIED, DISMISSED = "upheld", "varied", "dismissed"
RESULTS = {
    UPHELD: N_("Upheld: the decision falls"),
    VARIED: N_("Varied: something else is decided"),
    DISMISSED: N_("Dismissed: it stands"),
}
FORMER = {"partly upheld": VARIED, "not upheld": DISMISSED}
"""Results as they were called once, and what each is now."""
GROUNDS = {
    "procedure": N_("How it was done: a rule was not kept to"),
    "evidence": N_("New evidence"),
    "finding": N_("The finding is not supported"),
    "severity": N_("What was decided is too severe"),
    "bias": N_("Whoever decided was not impartial"),
    "other": N_("Something else"),
}
LATE = N_("The window ended before that day: write down why it is taken up all the same.")


def result_now(stored: str) -> str:
    """A result by its name of today, whenever it was stored."""
    return FORMER.get(stored, stored)


def window(db: Session, case: Case, party_id: int | None) -> date | None:
    """The last day for this person, from the day on which they were told; of somebody who is nobody of the case, from
    the last such day. None before anybody was told: nothing has begun to run."""
    told = select(Told.told_on).where(Told.case_id == case.id, Told.about == "outcome", Told.was_told)
    days = db.scalars(told.where(Told.party_id == party_id)).all() if party_id else ()
    days = days or db.scalars(told).all()
    if not days:
        return None
    place = clocks.place(db, case.site_id)
    return deadlines.appeal(max(days), place.policy, place.calendar).on


def appeal(
    db: Session, case: Case, room: Room, *, by: Actor, party_id: int | None, grounds: str, received_on: date,
    version: int, ground: Sequence[str] = (), late: str = "", decision_id: int | None = None,
    given_id: int | None = None,
) -> Appeal:  # fmt: skip
    """Somebody asks for the decision to be looked at again. `late`: why it is taken up after its window; `given_id`:
    the answer of theirs in which they asked. While one is open another one joins it."""
    found = cases.begin(db, case, by, Action.TAKE_STEP, version)
    _possible(db, case, party_id, decision_id, ground)
    until = window(db, case, party_id)
    is_late = until is not None and received_on > until
    if is_late and not late.strip():
        raise IllegalStep("appeal", [Why("late", Said(LATE), "#late")])
    if case.state != "appealed":
        course.move(db, case, room, "appeal", by=by, found=found)
        case.closed_at = None
    id_ = new_id()
    row = Appeal(
        id=id_,
        case_id=case.id,
        party_id=party_id,
        grounds=room.seal(Appeal.grounds, id_, grounds),
        ground=vault.field.seal(db, Appeal.ground, id_, "\n".join(ground), case=case.id) if ground else None,
        late=room.seal(Appeal.late, id_, late) if is_late else None,
        window_until=until,
        decision_id=decision_id,
        given_id=given_id,
        received_on=received_on,
        recorded_by=by.id,
    )
    db.add(row)
    db.flush()
    trail.record(db, by, Tag.APPEAL_RECEIVED, case.id, appeal=id_, party=party_id)
    return row


def _possible(
    db: Session, case: Case, party_id: int | None, decision_id: int | None, ground: Sequence[str]
) -> None:  # fmt: skip
    party = db.get(Party, party_id) if party_id else None
    decision = db.get(Decision, decision_id) if decision_id else None
    wrong = set(ground) - GROUNDS.keys()
    if wrong or (party_id and (party is None or party.case_id != case.id)):
        raise ValueError("this is no appeal on this case")
    if decision_id and (decision is None or decision.case_id != case.id or decision.decided_at is None):
        raise ValueError("this was not decided on this case")


def begin_decision(db: Session, case: Case, row: Appeal, *, by: Actor, result: str, version: int) -> None:
    """The case held, its decider judged, the appeal still open; before anything is done because of it."""
    cases.begin(db, case, by, Action.DECIDE_APPEAL, version)
    db.refresh(row, with_for_update=True)
    if result not in RESULTS or row.result:
        raise IllegalStep("decide appeal", [Why("result", Said(N_("Choose how the appeal ends.")), "#appeals")])


def decide_appeal(
    db: Session, case: Case, room: Room, row: Appeal, *, by: Actor, result: str, reason: str, version: int
) -> None:  # fmt: skip
    """Decided by somebody with no part in it so far. The case goes on when no other appeal is open."""
    begin_decision(db, case, row, by=by, result=result, version=version)
    found = cases.lock(db, case)
    row.result, row.decided_by, row.decided_at = result, by.id, utc_now()
    row.reason = room.seal(Appeal.reason, row.id, reason)
    db.flush()
    trail.record(db, by, Tag.APPEAL_DECIDED, case.id, appeal=row.id, result=result)
    others = select(Appeal.id).where(Appeal.case_id == case.id, Appeal.result == "")
    if db.scalar(others.limit(1)) is None:
        course.move(db, case, room, "decide appeal", by=by, found=found, reason=reason)
    else:
        cases.touch(db, case, by, Tag.CASE_CHANGED, what="appeal", appeal=row.id)
