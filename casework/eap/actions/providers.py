"""The directory of providers is kept by coordinators: lines are added, changed and ended, and none is erased."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from casework.access import Action, policy
from casework.audit import Tag, trail
from casework.db import new_id
from casework.eap.models import Provider
from casework.people import Actor

LISTS = ("areas", "languages", "places", "ways")
WORDS = ("name", "cost", "contact", "about", "capacity", "line", "public")


class Stale(Exception):
    """Somebody else changed it since the form was opened."""


def add(db: Session, values: Mapping[str, Any], *, by: Actor, now: datetime) -> Provider:
    """`values`: by `LISTS`, sequences of codes or ids; by `WORDS`, as they are."""
    policy.require(by, Action.KEEP_PROVIDERS)
    row = Provider(id=new_id(), name="", added_at=now)
    _fill(row, values)
    db.add(row)
    db.flush()
    trail.record(db, by, Tag.PROVIDER_CHANGED, trail.EAP, provider=row.id, how="added")
    return row


def change(db: Session, row: Provider, values: Mapping[str, Any], *, version: int, by: Actor) -> None:
    """What it says of itself. Stale when it is not as the form had it."""
    _begin(db, row, version, by)
    _fill(row, values)
    row.version += 1
    trail.record(db, by, Tag.PROVIDER_CHANGED, trail.EAP, provider=row.id, how="changed")


def end(db: Session, row: Provider, *, ended: bool, version: int, by: Actor, now: datetime) -> None:
    """Not offered any more, or offered again. Whom they help now they go on helping."""
    _begin(db, row, version, by)
    if ended == (row.ended_at is not None):
        return
    row.ended_at = now if ended else None
    row.version += 1
    trail.record(db, by, Tag.PROVIDER_CHANGED, trail.EAP, provider=row.id, how="ended" if ended else "resumed")


def _begin(db: Session, row: Provider, version: int, by: Actor) -> None:
    policy.require(by, Action.KEEP_PROVIDERS)
    db.flush()
    db.refresh(row, with_for_update=True)
    if row.version != version:
        raise Stale


def _fill(row: Provider, values: Mapping[str, Any]) -> None:
    for name in LISTS:
        setattr(row, name, json.dumps(list(values[name])))
    for name in WORDS:
        setattr(row, name, values[name])
