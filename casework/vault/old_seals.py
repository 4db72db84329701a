"""Seals that were put back after their holder was removed: of earlier epochs alone, they let nobody in."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from . import custody, met
from .room import Room


def note(db: Session, opened: Iterable[Room]) -> None:
    """`opened`: rooms with the keys by epoch that somebody's seals gave. Whoever is removed loses all of theirs; only
    in rooms that are sealed to no key which the server keeps may it be otherwise."""
    for room in opened:
        if room.epoch not in room.keys and room.compartment not in custody.barred(db):
            met.note(db, "old seal", room.compartment_id)
