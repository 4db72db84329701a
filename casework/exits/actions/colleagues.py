"""Another interviewer gets the keys that they lack from one who has them: batch by batch."""

import time

from sqlalchemy.orm import Session

from casework import vault
from casework.access import Action, Forbidden, policy
from casework.audit import Tag, trail
from casework.cases.actions import members
from casework.db import Database
from casework.exits.queries import colleagues, interviewers
from casework.people import Actor
from casework.people.standing import standing
from casework.settings import N_
from casework.vault import OF_EXITS, Compartment
from casework.vault.many import Lock

BATCH = 50
"""Exits of a transaction."""
PATIENCE = 5.0
"""Seconds that a request goes on for; the next one carries on."""
NOT_ONE = N_("They hear no leavers: a lead gives them the role of exit interviewer, and admits them, first.")


def give(database: Database, person_id: int, *, by: Actor) -> int:
    """All that they lack and may read, as far as a few seconds go. How many exits were given."""
    after, given, end = 0, 0, time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with database.transaction() as db:
            done, after = _batch(db, person_id, by, after)
        given += done
        if not after:
            break
    return given


def _batch(db: Session, person_id: int, by: Actor, after: int) -> tuple[int, int]:
    """How many were given, and after which to go on: 0 when there are no more."""
    policy.require(by, Action.ADMIT_INTERVIEWER)
    if person_id not in interviewers.hearing(db):
        raise Forbidden(NOT_ONE)
    who = standing(db, [person_id])[person_id]
    lacking = colleagues.missing(db, by, person_id, who.generation, after=after, most=BATCH)
    line = interviewers.line_of(db, person_id)
    theirs = colleagues.others_than(db, by, who.name, lacking)
    wanted = [one.id for one in theirs if not line.has(one.tag)]
    if wanted:
        half = members.half_of(db, who)
        got = vault.many.admit(db, members.holder_of(by), wanted, half, _of_exits)
        for exit_id, rooms in sorted(got.items()):
            if (Compartment.INTERVIEW, 0) in rooms:
                trail.record(db, by, Tag.EXIT_SHARED, exit_id, person=person_id)
    return len(wanted), lacking[-1].id if len(lacking) == BATCH else 0


def _of_exits(lock: Lock) -> bool:
    return Compartment(lock.name) in OF_EXITS
