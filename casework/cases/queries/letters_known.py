"""Where the words of a letter lie, and what the letters of a case say, for whoever searches them for a person."""

import json
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.cases.models import Letter, Paper
from casework.vault import Compartment, Room, Unreadable

FILE, PRIVILEGED = (Compartment.FILE, 0), (Compartment.PRIVILEGED, 0)


def apart(db: Session, paper_ids: Collection[int | None]) -> frozenset[int]:
    """Pages of letters that are privileged: the words of the letter went with them."""
    known = [id_ for id_ in paper_ids if id_ is not None]
    if not known:
        return frozenset()
    away = select(Paper.id).where(Paper.id.in_(known), Paper.room == Compartment.PRIVILEGED.value)
    return frozenset(db.scalars(away))


def texts(db: Session, case_id: int, rooms: Mapping[tuple[Compartment, int], Room]) -> Iterator[tuple[int, str, date]]:
    """Id, words and day of each that the reader's keys open: as it was finished, or as its draft stands."""
    rows = db.scalars(select(Letter).where(Letter.case_id == case_id).order_by(Letter.position)).all()
    privileged = apart(db, [row.paper_id for row in rows])
    for row in rows:
        room = rooms.get(PRIVILEGED if row.paper_id in privileged else FILE)
        if room is None:
            continue
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
