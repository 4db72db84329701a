"""All of it, in one view of the database."""

from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy import func, select, text

from casework import audit, vault
from casework.audit.models import TrailEntry
from casework.db import Database, utc_now
from casework.settings import Settings

from . import journal, keys, readers, stored, values
from .found import NAMED, Found, Place, counted
from .keys import streamed

BACKUPS = 7
"""Days after which the last backup is worth a remark."""


def look(
    database: Database,
    settings: Settings,
    tell: Callable[[str], None] = lambda _: None,
    *,
    against: Path | None = None,
) -> Iterator[Found]:
    """One thing found after the other. `against`: a backup whose sums the files are compared with."""
    with database.reading() as db:
        place = Place(db, vault.of(db), settings, tell)
        if database.is_sqlite:
            yield from _sqlite(place)
        for part in (keys, values, stored):
            yield from part.look(place)
        if against is not None:
            yield from stored.against(place, against)
        yield from _trail(place)
        yield from journal.look(place)
        yield from readers.look(place)
        yield _backed_up(place)


def _backed_up(place: Place) -> Found:
    made = select(func.max(TrailEntry.at)).where(
        TrailEntry.chain == audit.trail.GLOBAL, TrailEntry.tag == audit.HouseTag.BACKUP_MADE.value
    )
    last = place.db.scalar(made)
    if last is None:
        return Found("backup", "No backup was ever made: run `casework backup` every night.", wrong=1)
    days = (utc_now() - last).days
    return Found("backup", f"The last backup was made on {last:%Y-%m-%d}.", 1, wrong=int(days > BACKUPS))


def _sqlite(place: Place) -> Iterator[Found]:
    place.tell("the database itself")
    said = [str(row[0]) for row in place.db.execute(text("PRAGMA quick_check(5)"))]
    wrong = [] if said == ["ok"] else said
    well, ill = "SQLite finds its file whole.", "SQLite finds its file damaged"
    yield counted("database", 1, len(wrong), wrong, well=well, ill=ill)
    lost = [f"{row[0]} {row[1]}" for row in place.db.execute(text("PRAGMA foreign_key_check")).fetchmany(NAMED + 1)]
    well, ill = "Every row hangs on one that is there.", "Rows hang on others that are gone"
    yield counted("orphaned rows", 1, len(lost), lost[:NAMED], well=well, ill=ill)


def _trail(place: Place) -> Iterator[Found]:
    place.tell("the trail")
    wrong = 0
    which: list[str] = []
    for fault in audit.faults(place.db):
        wrong += 1
        which += [f"chain {fault.chain}, entry {fault.seq} {fault.what}"] if len(which) < NAMED else []
    entries = sum(1 for _ in streamed(place, TrailEntry.__table__.select().with_only_columns(TrailEntry.id)))
    well, ill = "The trail is whole, all {all} entries of it.", "The trail has {wrong} faults in {all} entries"
    yield counted("trail", entries, wrong, which, well=well, ill=ill)
