"""What was met of rows that were changed outside Casework goes on the trail, once a row and day."""

import json

from sqlalchemy import select

from casework import vault
from casework.db import Database, utc_now
from casework.people import SYSTEM

from . import trail
from .models import TrailEntry
from .tags_of_house import HouseTag

AGAIN = vault.met.AGAIN


def record(database: Database) -> None:
    """Nothing is written where all of it was said today."""
    said = select(TrailEntry.ids).where(
        TrailEntry.chain == trail.GLOBAL,
        TrailEntry.actor_id == SYSTEM.id,
        TrailEntry.tag == HouseTag.TAMPERED.value,
        TrailEntry.at > utc_now() - AGAIN,
    )
    with database.reading() as db:
        known = {(ids.get("what"), ids.get("row")) for ids in map(json.loads, db.scalars(said))}
        new = [found for found in vault.met.take(db) if found not in known]
    if new:
        with database.transaction() as db:
            for what, row in new:
                trail.record(db, SYSTEM, HouseTag.TAMPERED, what=what, row=row)
