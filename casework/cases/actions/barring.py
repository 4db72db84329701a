"""Rooms that are sealed to no key which the server keeps: such keys that were sealed to before end as well.

In batches, with nobody signed in, begun when a lead bars a room and gone on with by the hour, so that whatever stopped
it is made up for. A key rests where no able colleague reads the room with a key of their own: the case would be lost
to everybody. It ends once there is one.
"""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import vault
from casework.audit import HouseTag, trail
from casework.cases.models import Case
from casework.cases.queries import barring
from casework.cases.queries.keepers import keepers
from casework.db import Database
from casework.people import SYSTEM, custody
from casework.vault import HolderKind
from casework.vault.many import Lock

from .loss import follow

BATCH = 50
"""Cases of a transaction."""


def end_keys(database: Database) -> None:
    """All that can end now; two processes at once do no harm."""
    with database.reading() as db:
        waiting = barring.due(db, vault.custody.ordered(db))
    for person_id, cases in waiting.items():
        for start in range(0, len(cases), BATCH):
            with database.transaction() as db:
                batch(db, person_id, cases[start : start + BATCH])


def batch(db: Session, person_id: int, ids: Sequence[int]) -> None:
    """These cases, as things stand by now."""
    barred = vault.custody.ordered(db)
    if not barred or not custody.kept(db, [person_id]):
        return
    stay = keepers(db, without=[person_id])

    def ends(lock: Lock, others: set[int]) -> bool:
        return lock.key[0] in barred and not stay.of(lock.key[0]).isdisjoint(others)

    db.execute(select(Case.id).where(Case.id.in_(ids)).order_by(Case.id).with_for_update())
    lost = vault.ending.remove(db, ids, HolderKind.PERSON, person_id, ends)
    follow(db, person_id, ids, lost, by=SYSTEM.id)
    for case_id, rooms in lost.items():
        names = " ".join(sorted({room.value for room, _ in rooms}))
        which = {room for room, _ in rooms}
        trail.of_matter(db, SYSTEM, HouseTag.KEPT_KEY_ENDED, case_id, which, person=person_id, rooms=names)
