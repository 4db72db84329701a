"""That somebody looked, on the chain of employee assistance; committed before anything is shown."""

import json

from sqlalchemy import select

from casework.audit import Tag, trail
from casework.audit.models import TrailEntry
from casework.db import Database, utc_now
from casework.people import Actor, ActorKind


def read_once(database: Database, by: Actor, number: str, tag: Tag = Tag.REFERRAL_READ) -> None:
    """Once per reader, referral and ten minutes."""
    _once(database, by, tag, referral=int(number))


def order_read_once(database: Database, by: Actor, number: str) -> None:
    """The same of a court's order."""
    _once(database, by, Tag.ORDER_READ, order=int(number))


def _once(database: Database, by: Actor, tag: Tag, **ids: int) -> None:
    said = json.dumps(ids, separators=(",", ":"))
    seen = select(TrailEntry.id).where(
        TrailEntry.chain == trail.EAP, TrailEntry.actor_id == by.id, TrailEntry.tag == tag.value, TrailEntry.ids == said
    )
    with database.reading() as db:
        if db.scalar(seen.where(TrailEntry.at > utc_now() - trail.READ_AGAIN).limit(1)) is not None:
            return
    with database.transaction() as db:
        trail.record(db, by, tag, trail.EAP, **ids)


def looked(database: Database, party_id: int, number: str) -> None:
    """Who referred somebody looks at what they may know of it: each time, whether or not there is anything to know."""
    by = Actor(ActorKind.REPORTER, party_id)
    with database.transaction() as db:
        trail.record(db, by, Tag.REFERRAL_LOOKED, trail.EAP, referral=int(number))


def denied(database: Database, by: Actor, asked: str) -> None:
    """A number that is not theirs to read, existing or not: the same work and the same words."""
    with database.transaction() as db:
        trail.record(db, by, Tag.REFERRAL_DENIED, trail.EAP, asked=asked[:12])
