"""Comparisons that were kept with a case, and whether this reader compares on it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.cases.queries.record import Record
from casework.discipline.models import Comparison
from casework.vault import Compartment, Unreadable

PRIVILEGED = (Compartment.PRIVILEGED, 0)


@dataclass(frozen=True, slots=True)
class Kept:
    """`found` is None where it is damaged."""

    id: int
    party_id: int | None
    privileged: bool
    found: dict[str, Any] | None
    by: int
    at: datetime


def of_case(db: Session, shown: Record) -> list[Kept]:
    """Those whose room the reader holds, newest first."""
    found = []
    for row in _rows(db, shown.case.id):
        key = (Compartment(row.room), 0)
        if key in shown.rooms:
            try:
                said = json.loads(shown.rooms[key].open(Comparison.found, row.id, row.found))
            except Unreadable:
                said = None
            found.append(Kept(row.id, row.party_id, key == PRIVILEGED, said, row.by, row.at))
    return found


def is_counsels(db: Session, case_id: int) -> bool:
    """Counsel has moved comparisons of this case to what is privileged."""
    return any(row.room == Compartment.PRIVILEGED.value for row in _rows(db, case_id))


def _rows(db: Session, case_id: int) -> Sequence[Comparison]:
    return db.scalars(select(Comparison).where(Comparison.case_id == case_id).order_by(Comparison.at.desc())).all()
