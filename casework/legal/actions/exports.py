"""Handing a case file out: asked for on the trail, built meanwhile, given only to who may still have all of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from casework.audit import Tag, trail
from casework.cases.models import Case
from casework.cases.queries.record.opening import Key
from casework.db import Database, new_id, utc_now
from casework.files import Store
from casework.legal.models import Export
from casework.legal.queries import exports as queries
from casework.people import SYSTEM, Actor

KEPT = timedelta(days=7)
PDF, BAG, BOTH = "pdf", "bag", "both"
PASSPHRASE, KEY = "passphrase", "key"


@dataclass(frozen=True, slots=True)
class Choice:
    """What of a case is handed out, in which form. `originals`: ids of notes and papers that go as they were first
    written or handed in though a redacted copy exists; `redacted`: the newest redacted copy, where there is one."""

    form: str
    rooms: frozenset[Key]
    classes: frozenset[str]
    since: date | None
    until: date | None
    redacted: bool
    originals: frozenset[int]

    def takes_redacted(self, id_: int) -> bool:
        return self.redacted and id_ not in self.originals


def ask(db: Session, case: Case, choice: Choice, *, lock: str, total: int, octets: int, by: Actor) -> Export:
    """Begin one. Which rooms it is from stands in the row alone: the trail is read by who knows of none."""
    now = utc_now()
    row = Export(
        id=new_id(), case_id=case.id, by=by.id, form=choice.form, lock=lock, rooms=queries.spelled(choice.rooms),
        state=queries.BUILDING, asked_at=now, heard_at=now, total=total, total_bytes=octets,
    )  # fmt: skip
    db.add(row)
    trail.record(db, by, Tag.CASE_EXPORTED, case.id, export=row.id, form=choice.form, lock=lock)
    return row


def heard(database: Database, export_id: int, done: int, octets: int, damaged: int) -> bool:
    """How far it is; False once nobody wants it any more, or the case is gone."""
    with database.transaction() as db:
        changed = db.execute(
            update(Export)
            .where(Export.id == export_id, Export.state == queries.BUILDING)
            .values(done=done, done_bytes=octets, damaged=damaged, heard_at=utc_now())
        )
        return bool(changed.rowcount)  # type: ignore[attr-defined]


def ready(database: Database, export_id: int, size: int, session_id: int) -> bool:
    """It is whole. Whoever asked and lost a room, the case or the session meanwhile gets nothing."""
    with database.transaction() as db:
        row = _building(db, export_id)
        if row is None:
            return False
        if not queries.may_still(db, row, session_id):
            _end(db, row, queries.FAILED, "access", SYSTEM)
            return False
        row.state, row.size, row.ready_at = queries.READY, size, utc_now()
        row.expires_at = row.ready_at + KEPT
        row.done, row.done_bytes = row.total, row.total_bytes
        trail.record(db, SYSTEM, Tag.EXPORT_READY, row.case_id, export=row.id, person=row.by)
        return True


def failed(database: Database, export_id: int, why: str) -> None:
    with database.transaction() as db:
        if (row := _building(db, export_id)) is not None:
            _end(db, row, queries.FAILED, why, SYSTEM)


def cancel(db: Session, row: Export, *, by: Actor) -> None:
    """Not wanted any more: the file goes, whether it is whole or not."""
    if row.state in (queries.BUILDING, queries.READY):
        _end(db, row, queries.CANCELLED, "", by)


def fetch(db: Session, row: Export, *, by: Actor) -> None:
    row.fetched_at = utc_now()
    trail.record(db, by, Tag.EXPORT_FETCHED, row.case_id, export=row.id)


def sweep(database: Database, store: Store, now: datetime) -> int:
    """What nobody fetched in time goes, and what a server did not finish; then files that no row speaks of."""
    with database.transaction() as db:
        for row in db.scalars(select(Export).where(Export.state.in_((queries.BUILDING, queries.READY)))):
            if row.state == queries.BUILDING and queries.is_stuck(row, now):
                _end(db, row, queries.FAILED, "restart", SYSTEM)
            elif row.state == queries.READY and row.expires_at is not None and row.expires_at <= now:
                _end(db, row, queries.EXPIRED, "", SYSTEM)
    with database.reading() as db:
        kept = set(db.scalars(select(Export.file_id).where(Export.state.in_((queries.BUILDING, queries.READY)))))
    return _remove(store, kept)


def _remove(store: Store, kept: Collection[int]) -> int:
    gone = [file_id for file_id in store.ids() if file_id not in kept]
    for file_id in gone:
        store.remove(file_id)
    return len(gone) + len(store.sweep(kept, queries.SILENT.total_seconds()))


def _building(db: Session, export_id: int) -> Export | None:
    return db.scalar(select(Export).where(Export.id == export_id, Export.state == queries.BUILDING).with_for_update())


def _end(db: Session, row: Export, state: str, why: str, by: Actor) -> None:
    row.state, row.why = state, why
    trail.record(db, by, Tag.EXPORT_ENDED, row.case_id, export=row.id, state=state, why=why or None)
