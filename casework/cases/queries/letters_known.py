"""What the letters of a case say, for whoever searches them for a person."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.cases.models import Letter
from casework.vault import Compartment, Room, Unreadable


def texts(db: Session, case_id: int, rooms: Mapping[tuple[Compartment, int], Room]) -> Iterator[tuple[int, str, date]]:
    """Id, words and day of each that the reader's keys open: as it was finished, or as its draft stands."""
    room = rooms.get((Compartment.FILE, 0))
    if room is None:
        return
    for row in db.scalars(select(Letter).where(Letter.case_id == case_id).order_by(Letter.position)):
        try:
            words = "\n".join(_strings(json.loads(room.open(Letter.words, row.id, row.words))))
            if row.printed is not None:
                words += "\n" + "\n".join(_strings(json.loads(room.open(Letter.printed, row.id, row.printed))))
            if row.why_withdrawn is not None:
                words += "\n" + room.open(Letter.why_withdrawn, row.id, row.why_withdrawn)
        except Unreadable:
            continue
        yield row.id, words, row.written_at.date()


def _strings(value: Any) -> Iterator[str]:
    """Every text in it, at any depth."""
    if isinstance(value, str):
        yield value
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _strings(one)
