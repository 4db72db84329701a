"""Seals that were put back after their holder was removed: of earlier epochs alone, they let nobody in."""

from collections.abc import Iterable, Mapping

from sqlalchemy.orm import Session

from . import custody, met
from .models import CompartmentRow
from .words import Compartment


def note(db: Session, opened: Iterable[tuple[CompartmentRow, Mapping[int, bytes]]]) -> None:
    """`opened`: rooms with the keys by epoch that somebody's seals gave. Whoever is removed loses all of theirs; only
    in rooms that are sealed to no key which the server keeps may it be otherwise."""
    for row, keys in opened:
        if row.epoch not in keys and Compartment(row.name) not in custody.barred(db):
            met.note(db, "old seal", row.id)
