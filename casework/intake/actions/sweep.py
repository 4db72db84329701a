"""What nobody came back for goes: expired drafts, files that no form sent, stays and ways in that are over."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from casework.cases.actions import letting_in
from casework.cases.models import Paper
from casework.db import Database
from casework.files import Store
from casework.intake.models import PendingFile, ReportDraft
from casework.people import guests

from . import drafts

UNKNOWN_FOR = timedelta(hours=6)
"""A file that no row knows may still be on its way into one."""


def sweep(database: Database, store: Store, now: datetime) -> int:
    """Run at start and every hour. Rows go first, then bytes; how many files went. Harmless twice at once."""
    with database.transaction() as db:
        drafts.discard(db, list(db.scalars(select(ReportDraft.id).where(ReportDraft.expires_at <= now))))
        guests.sweep(db, now)
        db.execute(delete(PendingFile).where(PendingFile.expires_at <= now))
    letting_in.sweep(database, now)
    with database.reading() as db:
        kept = known(db)
    return len(store.sweep(kept, UNKNOWN_FOR.total_seconds()))


def known(db: Session) -> set[int]:
    """Every file that something speaks of."""
    return {*db.scalars(select(Paper.file_id)), *db.scalars(select(PendingFile.file_id))}
