"""A reporter may ask to withdraw; whether the matter goes on is a lead's decision, with its reason."""

from sqlalchemy.orm import Session

from casework.access import Action, Forbidden, policy
from casework.audit import Tag
from casework.cases.lifecycle import IllegalStep, Why
from casework.cases.models import Case, Party, Withdrawal
from casework.cases.queries import facts
from casework.db import new_id, utc_now
from casework.people import Actor, ActorKind
from casework.settings import N_, Said
from casework.vault.room import Room

from . import case as cases
from . import course, messages
from .newcomers import COMPLAINANT, REPORTER

NOT_THEIRS = N_("Only who reported it can ask to withdraw it.")


def ask_withdrawal(db: Session, case: Case, room: Room, *, by: Actor, words: str) -> Withdrawal:
    """A reporter's statement, in their own dialogue; staff record what was said to them. A lead decides on it."""
    found = cases.lock(db, case)
    if by.kind is ActorKind.REPORTER:
        messages.own(by, room.subject)
        if db.get_one(Party, room.subject).role not in (COMPLAINANT, REPORTER):
            raise Forbidden(NOT_THEIRS)
    else:
        policy.require(by, Action.WORK_CASE, found)
    if facts.of(db, case).withdrawal_open:
        raise IllegalStep(
            "withdraw", [Why("asked", Said(N_("A withdrawal waits to be decided already.")), "#withdrawal")]
        )
    id_ = new_id()
    row = Withdrawal(
        id=id_,
        case_id=case.id,
        party_id=room.subject,
        words=room.seal(Withdrawal.words, id_, words),
        asked_at=utc_now(),
        recorded_by=0 if by.kind is ActorKind.REPORTER else by.id,
    )
    db.add(row)
    cases.touch(db, case, by, Tag.REPORT_WITHDRAWN, party=room.subject)
    return row


def decide_withdrawal(
    db: Session, case: Case, room: Room, withdrawal: Withdrawal, *, by: Actor, goes_on: bool, reason: str, version: int
) -> None:  # fmt: skip
    """A lead says, with a reason, whether the matter goes on without its reporter."""
    cases.begin(db, case, by, Action.DECIDE_WITHDRAWAL, version)
    if withdrawal.goes_on is not None or not reason.strip():
        raise IllegalStep("withdrawal", [Why("reason", Said(course.SAY_WHY), "#withdrawal")])
    withdrawal.goes_on, withdrawal.decided_by, withdrawal.decided_at = goes_on, by.id, utc_now()
    withdrawal.reason = room.seal(Withdrawal.reason, withdrawal.id, reason)
    cases.touch(db, case, by, Tag.CASE_WITHDRAWN, goes_on=int(goes_on))
