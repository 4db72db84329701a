"""One exit moved along its table, whoever does it: locked, judged, noted, in the caller's transaction."""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from casework import vault
from casework.access import Action, Hidden, policy
from casework.audit import Tag, trail
from casework.cases.actions import members
from casework.db import new_id
from casework.exits import lifecycle
from casework.exits.lifecycle import Facts
from casework.exits.models import Exit, ExitDraft, ExitGuest, ExitStep
from casework.exits.queries import interviewers
from casework.exits.queries.interviewers import Leaver
from casework.people import Actor, ActorKind, guests
from casework.vault import Compartment, NoSeal, Room

SYSTEM_OR_LEAVER = 0


def lock(db: Session, exit_: Exit) -> None:
    """As it is now; whoever else moves it waits."""
    db.refresh(exit_, with_for_update=True)


def enter(db: Session, exit_: Exit, by: Actor, room: Compartment, needs: Action) -> Room:
    """The open room, for whom policy and keys let in. Without a key it is not there for them."""
    policy.require(by, needs)
    if room is Compartment.INTERVIEW and is_of_the_line(db, exit_, by):
        raise Hidden
    try:
        return vault.rooms.enter(db, members.holder_of(by), exit_.id, room)
    except NoSeal as none:
        raise Hidden from none


def is_of_the_line(db: Session, exit_: Exit, by: Actor) -> bool:
    themself, line = interviewers.in_the_way(db, Leaver(exit_.employee_tag))
    return by.id in themself | line


def move(
    db: Session,
    exit_: Exit,
    step: str,
    facts: Facts,
    *,
    by: Actor,
    now: datetime,
    reason: tuple[Room, str] | None = None,
) -> ExitStep:
    """The state that the table says. IllegalStep with the reasons where it says none."""
    exit_.state = lifecycle.after(step, facts)
    exit_.version += 1
    id_, who = new_id(), by.id if by.kind is ActorKind.PERSON else SYSTEM_OR_LEAVER
    row = ExitStep(id=id_, exit_id=exit_.id, step=step, to_state=exit_.state, by=who, at=now)
    if reason is not None:
        room, why = reason
        row.reason = room.seal(ExitStep.reason, id_, why)
    db.add(row)
    trail.record(db, by, Tag.EXIT_STEP, exit_.id, step=step)
    return row


def touch(db: Session, exit_: Exit, by: Actor, tag: Tag = Tag.EXIT_CHANGED, **ids: int | str) -> None:
    exit_.version += 1
    trail.record(db, by, tag, exit_.id, **ids)


def end_guests(db: Session, exit_: Exit, ends: datetime, *, out: bool = True) -> None:
    """The link and the code open nothing from then on, and what was typed and not sent goes at once. `out`: whoever is
    in with them is out, and no backup that is put back lets them in again."""
    theirs = db.execute(select(ExitGuest.id, ExitGuest.by_code).where(ExitGuest.exit_id == exit_.id)).all()
    db.execute(delete(ExitDraft).where(ExitDraft.guest_id.in_([guest.id for guest in theirs])))
    for guest in theirs if out else ():
        guests.replaced(db, guest.id, guest.by_code)
    living = update(ExitGuest).where(ExitGuest.exit_id == exit_.id, ExitGuest.ends_at > ends)
    db.execute(living.values(ends_at=ends))
