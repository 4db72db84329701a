"""Keeping a chronology: lines by hand or taken from the case, changed, put aside; sealed in the file."""

from datetime import date

from sqlalchemy.orm import Session

from casework.access import Action, policy
from casework.audit import Tag, trail
from casework.cases.actions.case import Changed
from casework.cases.models import Case
from casework.cases.queries import matter
from casework.db import new_id, utc_now
from casework.legal.models import ChronologyRow
from casework.legal.queries.chronology import spelled
from casework.people import Actor
from casework.vault import Room


def add(
    db: Session, case: Case, room: Room, *, since: date, until: date | None, event: str, source: str, by: Actor,
    position: int = 0, taken_from: str = "", source_id: int | None = None,
) -> ChronologyRow:  # fmt: skip
    """One line of it. `taken_from` and `source_id`: what on the case it is from, so that none is taken twice."""
    policy.require(by, Action.WORK_CASE, matter.of(db, case))
    id_ = new_id()
    row = ChronologyRow(
        id=id_, case_id=case.id, position=position, by=by.id, at=utc_now(), taken_from=taken_from,
        source_id=id_ if source_id is None else source_id,
    )  # fmt: skip
    _write(room, row, since, until, event, source)
    db.add(row)
    trail.record(db, by, Tag.CHRONOLOGY_CHANGED, case.id, line=id_)
    return row


def change(
    db: Session, case: Case, room: Room, row: ChronologyRow, *, since: date, until: date | None, event: str,
    source: str, position: int, version: int, by: Actor,
) -> None:  # fmt: skip
    policy.require(by, Action.WORK_CASE, matter.of(db, case))
    if row.version != version:
        raise Changed([])
    _write(room, row, since, until, event, source)
    row.position, row.by, row.at, row.version = position, by.id, utc_now(), row.version + 1
    trail.record(db, by, Tag.CHRONOLOGY_CHANGED, case.id, line=row.id)


def remove(db: Session, case: Case, row: ChronologyRow, *, by: Actor) -> None:
    """What it was taken from stays where it is."""
    policy.require(by, Action.WORK_CASE, matter.of(db, case))
    db.delete(row)
    trail.record(db, by, Tag.CHRONOLOGY_CHANGED, case.id, line=row.id, removed="yes")


def _write(room: Room, row: ChronologyRow, since: date, until: date | None, event: str, source: str) -> None:
    row.days = room.seal(ChronologyRow.days, row.id, spelled(since, until))
    row.event = room.seal(ChronologyRow.event, row.id, event)
    row.source = room.seal(ChronologyRow.source, row.id, source)
