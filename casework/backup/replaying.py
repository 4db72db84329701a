"""The journal, done once more in a database that was put back; then sessions, links and waiting mail end."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, MetaData, Table, delete, or_, select
from sqlalchemy.orm import Session

from casework import vault
from casework.access import attendance
from casework.backup.shutting import shut
from casework.cases.actions import members
from casework.cases.models import Case, Paper
from casework.files import Store
from casework.migrations.tables import everything
from casework.people import SYSTEM
from casework.people.again import again, recovery
from casework.vault import HolderKind, Vault
from casework.vault.again import case_destroyed, epoch_ended, seal_removed
from casework.vault.models import Seal

FLEETING = (
    "user_session",
    "guest_session",
    "one_time_link",
    "outbox",
    "reset_asked",
    "form_nonce",
    "directory_import",
)
"""Tables whose rows are of their day: nobody stays signed in, no link opens anything, no mail goes out twice."""


def replay(db: Session, keys: Vault, journal: Path, store: Store) -> Counter[str]:
    """Every line of the journal; how many there were to do, by kind. Unreadable when the journal was changed."""
    did: Counter[str] = Counter()
    for entry in vault.journal.read(keys, journal):
        if entry.kind == "seal-removed":
            done = seal_removed(db, entry.ids)
            if done:
                _leave(db, entry.ids)
        elif entry.kind == "case-destroyed":
            done = case_destroyed(db, entry.ids) | _erase(db, entry.ids["case"], store)
        elif entry.kind == "epoch-ended":
            done = epoch_ended(db, entry.ids)
        elif (closed := shut(db, entry.kind, entry.at, entry.ids)) is not None:
            done = closed
        else:
            done = again(db, entry.kind, entry.at, entry.ids)
        did[entry.kind] += done
        db.flush()
    return +did


def bring_recovery(db: Session, keys: Vault, journal: Path) -> None:
    """First of all the recovery pairs that came since: nothing is sealed, and nothing fits, without the newest."""
    for entry in vault.journal.read(keys, journal):
        if entry.kind == "generation":
            recovery(db, entry.ids)


def end_everything_fleeting(db: Session) -> None:
    """Sessions, links, mail that waits."""
    tables = everything().tables
    for name in FLEETING:
        db.execute(delete(tables[name]))


def _leave(db: Session, ids: Mapping[str, Any]) -> None:
    """Who holds nothing of a case any more is no member of it."""
    case_id, holder = ids["case"], ids["holder"]
    if ids["kind"] != HolderKind.PERSON.value or db.get(Case, case_id) is None:
        return
    held = select(Seal.id).where(
        Seal.case_id == case_id, Seal.holder_kind == HolderKind.PERSON.value, Seal.holder_id == holder
    )
    if db.scalar(held.limit(1)) is None:
        members.close(db, case_id, holder, by=SYSTEM)
    attendance.of_case(db, case_id)


def _erase(db: Session, case_id: int, store: Store) -> bool:
    """Rows and files of a destroyed case, or of what else has a secret; what the trail says of it stays."""
    known = [table for table in everything().tables.values() if table.info.get("matter")]
    if all(db.scalar(select(table.c.id).where(table.c.id == case_id)) is None for table in known):
        return False
    files = db.scalars(select(Paper.file_id).where(Paper.case_id == case_id)).all()
    db.expunge_all()
    tables = everything()
    for table in reversed(tables.sorted_tables):
        if (which := _of_case(tables, table, case_id)) is not None:
            db.execute(delete(table).where(which))
    for file_id in files:
        store.remove(file_id)
    return True


def _of_case(tables: MetaData, table: Table, case_id: int) -> ColumnElement[bool] | None:
    """Which rows of a table belong to a case: by its id, or by the row that they hang on. None: it knows no case."""
    if table.info.get("matter"):
        return table.c.id == case_id
    if "case_id" in table.c:
        return or_(*(table.c[name] == case_id for name in ("case_id", "other_id") if name in table.c))
    hangs = []
    for key in table.foreign_keys:
        above = tables.tables[key.column.table.name]
        if above is not table and (which := _of_case(tables, above, case_id)) is not None:
            hangs.append(key.parent.in_(select(key.column).where(which)))
    return or_(*hangs) if hangs else None
