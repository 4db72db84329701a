"""Steps that end an interview, or end waiting for one."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from casework.access import Action
from casework.db import Database
from casework.exits.lifecycle import INVITED, Facts
from casework.exits.models import Exit, ExitDraft, ExitGuest
from casework.people import SYSTEM, Actor
from casework.vault import Compartment, HolderKind
from casework.vault.models import PublicKey

from . import course, notes

BATCH = 50
"""Exits of a transaction."""


def decline(db: Session, guest: ExitGuest, *, by: Actor, now: datetime) -> None:
    """The leaver would rather not. Nothing is asked of them any more, and why is nobody's business."""
    exit_ = db.get_one(Exit, guest.exit_id)
    course.lock(db, exit_)
    course.move(db, exit_, "decline", Facts(exit_.state), by=by, now=now)
    course.end_guests(db, exit_, now)


def decline_for(db: Session, exit_: Exit, *, by: Actor, now: datetime) -> None:
    """On the leaver's word, said to an interviewer."""
    course.enter(db, exit_, by, Compartment.INTERVIEW, Action.READ_ANSWERS)
    course.lock(db, exit_)
    course.move(db, exit_, "decline", Facts(exit_.state), by=by, now=now)
    course.end_guests(db, exit_, now)


def cancel(db: Session, exit_: Exit, *, why: str, by: Actor, now: datetime) -> None:
    """They do not leave, or it was planned by mistake. The reason lies with what is known of the leaver."""
    room = course.enter(db, exit_, by, Compartment.LEAVING, Action.PLAN_EXIT)
    course.lock(db, exit_)
    facts = Facts(exit_.state, reason=bool(why.strip()))
    course.move(db, exit_, "cancel", facts, by=by, now=now, reason=(room, why))
    course.end_guests(db, exit_, now)


def review(db: Session, exit_: Exit, *, outcome: str, by: Actor, now: datetime) -> None:
    """What is done with what they said, written down for the interviewers: then it is through."""
    room = course.enter(db, exit_, by, Compartment.INTERVIEW, Action.READ_ANSWERS)
    course.lock(db, exit_)
    course.move(db, exit_, "review", Facts(exit_.state, written_down=bool(outcome.strip())), by=by, now=now)
    notes.put(db, exit_, room, outcome, by=by, now=now)


def expire(database: Database, now: datetime) -> int:
    """Invitations that nobody took up, by the clock; then ways in that are over. How many ran out."""
    over = (Exit.state == INVITED, Exit.expires_at <= now)
    done = 0
    while True:
        with database.transaction() as db:
            due = db.scalars(select(Exit).where(*over).order_by(Exit.id).limit(BATCH).with_for_update(skip_locked=True))
            rows = due.all()
            for exit_ in rows:
                course.move(db, exit_, "expire", Facts(exit_.state, ran_out=True), by=SYSTEM, now=now)
        done += len(rows)
        if len(rows) < BATCH:
            break
    with database.transaction() as db:
        _forget_guests(db, now)
    return done


def _forget_guests(db: Session, now: datetime) -> None:
    """Ways in that are over: with the key that they led to, and what was typed there and not sent."""
    gone = list(db.scalars(select(ExitGuest.id).where(ExitGuest.ends_at <= now)))
    for start in range(0, len(gone), 500):
        part = gone[start : start + 500]
        db.execute(delete(ExitDraft).where(ExitDraft.guest_id.in_(part)))
        db.execute(delete(PublicKey).where(PublicKey.kind == HolderKind.REPORTER.value, PublicKey.owner.in_(part)))
        db.execute(delete(ExitGuest).where(ExitGuest.id.in_(part)))
