"""Rooms as they are made: keys, drop boxes and seals of many in as many statements as one takes, for a report waits."""

import os
from collections.abc import Iterable

from sqlalchemy import insert
from sqlalchemy.orm import Session

from casework.db import new_id, utc_now

from . import core, hpke, pairs, room, seals
from . import secrets as case_secrets
from .many import Lock, put, row_of
from .models import CompartmentRow, Epoch
from .pairs import PublicHalf
from .room import Room
from .words import RECOVERY_ID, Compartment, HolderKind

Halves = Iterable[PublicHalf]
Wanted = tuple[Compartment, int, Halves]
"""A room to be: compartment, subject, and whom it is sealed to besides recovery."""
_COMPARTMENTS, _EPOCHS = (insert(model.__table__) for model in (CompartmentRow, Epoch))  # type: ignore[arg-type]


def build_all(db: Session, case_id: int, wanted: Iterable[Wanted], *, recovery: int = RECOVERY_ID) -> list[Room]:
    """New compartments of a case, open: what is built is written in at once."""
    last = _recovery(db, recovery)
    found = [(Lock(new_id(), case_id, name.value, subject, 1), (*to, last)) for name, subject, to in wanted]
    db.connection().execute(_COMPARTMENTS, [lock._asdict() for lock, _ in found])
    return new_epochs(db, found)


def new_epochs(db: Session, wanted: Iterable[tuple[Lock, Halves]]) -> list[Room]:
    """A new key for each of these rooms, under the number of its newest epoch."""
    instance, now = core.of(db).instance, utc_now()
    rooms, epochs, boxes, each = list[Room](), [], [], []
    for lock, halves in wanted:
        key = os.urandom(32)
        opened = Room(instance, lock.case_id, lock.id, *lock.key, lock.epoch, {lock.epoch: key})
        rooms.append(opened)
        epochs.append(
            {"compartment_id": lock.id, "epoch": lock.epoch, "commitment": room.commitment(key), "created_at": now}
        )
        boxes.append((lock.case_id, lock.id, lock.epoch, hpke.public_of(room.drop_private(key))))
        holders = {(half.kind, half.owner): half for half in halves}
        each += [(opened, lock.epoch, half) for half in holders.values()]
    db.connection().execute(_EPOCHS, epochs)
    pairs.publish_boxes(db, boxes)
    add_seals(db, each)
    return rooms


def add_seals(db: Session, wanted: Iterable[tuple[Room, int, PublicHalf]]) -> None:
    """One more holder each, of an epoch that the room has open."""
    known, rows = core.of(db), []
    for opened, epoch, half in wanted:
        secret = case_secrets.of_case(db, opened.case_id)
        lock = Lock(opened.compartment_id, opened.case_id, opened.compartment.value, opened.subject, opened.epoch)
        sealed = seals.make(known, secret, lock.target(epoch), half, opened.keys[epoch])
        rows.append(row_of(lock, epoch, half, sealed))
    put(db, rows)


def _recovery(db: Session, owner: int) -> PublicHalf:
    """Looked up once for all rooms that a transaction builds."""
    known: dict[int, PublicHalf] = db.info.setdefault("recovery halves", {})
    if owner not in known:
        known[owner] = pairs.current(db, HolderKind.RECOVERY, owner)
    return known[owner]
