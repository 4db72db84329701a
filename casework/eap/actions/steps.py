"""Taking a referral from one state to the next; what is the employee's to decide is the employee's word."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from casework.access import Forbidden
from casework.audit import Tag
from casework.db import new_id, utc_now
from casework.eap.kinds import CANCELLED, PLANNED
from casework.eap.lifecycle import OF_EMPLOYEE, OVER, REFERRAL
from casework.eap.models import Appointment, Placement, Referral, ReferralStep
from casework.eap.queries import facts, stated
from casework.mail import Notice
from casework.people import Actor, ActorKind
from casework.settings import N_

from . import releases, writing

NOT_THEIRS = N_("This is the employee’s to decide: take it on their word alone, and say that you have it.")


def take(
    db: Session,
    referral: Referral,
    step: str,
    *,
    by: Actor,
    on_their_word: bool = False,
    version: int | None = None,
) -> str:
    """The new state. `by`: a coordinator, or the employee with their receipt. `on_their_word`: the employee said so to
    the coordinator. IllegalStep says why not."""
    writing.lock(db, referral, version)
    if theirs := by.kind is ActorKind.REPORTER:
        _is_theirs(db, referral, step, by)
    else:
        writing.room(db, referral, by)
        if step in OF_EMPLOYEE and not on_their_word:
            raise Forbidden(NOT_THEIRS)
    state = REFERRAL.after(step, facts.of(db, referral, on_their_word=on_their_word and not theirs))
    referral.state = stated.seal(db, Referral.state, referral.id, state, referral.id)
    _add(db, referral, step, state, by, on_their_word=on_their_word and not theirs)
    if step == "return" or state in OVER:
        _let_go(db, referral, over=state in OVER)
    writing.touch(db, referral, by, Tag.REFERRAL_STEP)
    if theirs:
        writing.tell_holders(db, referral, Notice.SUPPORT)
    return state


def _is_theirs(db: Session, referral: Referral, step: str, by: Actor) -> None:
    _, own = writing.own_employee(db, by)
    if own.id != referral.id or step not in OF_EMPLOYEE:
        raise Forbidden(N_("This is a coordinator’s to do."))


def _add(db: Session, referral: Referral, step: str, state: str, by: Actor, *, on_their_word: bool) -> None:
    id_ = new_id()
    row = ReferralStep(
        id=id_,
        referral_id=referral.id,
        step=stated.seal(db, ReferralStep.step, id_, step, referral.id),
        to_state=stated.seal(db, ReferralStep.to_state, id_, state, referral.id),
        on_their_word=on_their_word,
        by=by.id if by.kind is ActorKind.PERSON else 0,
        at=utc_now(),
    )
    db.add(row)
    db.flush()


def _let_go(db: Session, referral: Referral, *, over: bool) -> None:
    """The provider's place is free again; what was planned there is cancelled, and releases for the time of the support
    end with it."""
    db.execute(
        update(Placement)
        .where(Placement.referral_id == referral.id, Placement.ended_at.is_(None))
        .values(ended_at=utc_now())
        .execution_options(synchronize_session="fetch")
    )
    rows = db.scalars(select(Appointment).where(Appointment.referral_id == referral.id)).all() if over else ()
    for row in rows:
        if stated.open_(db, Appointment.outcome, row.id, row.outcome, referral.id) == PLANNED:
            row.outcome = stated.seal(db, Appointment.outcome, row.id, CANCELLED, referral.id)
    db.flush()
    if over:
        releases.end_with_support(db, referral)
