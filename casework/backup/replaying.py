"""The journal, done once more in a database that was put back; then sessions, links and waiting mail end."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from casework import vault
from casework.access import attendance
from casework.backup.shutting import shut
from casework.cases.actions import comparators, erasing, members, remaining
from casework.cases.models import Case
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
    "case_export",
)
"""Tables whose rows are of their day: nobody stays signed in, no link opens anything, no mail goes out twice,
no case file waits whose file no backup has."""


def replay(db: Session, keys: Vault, journal: Path, store: Store) -> Counter[str]:
    """Every line of the journal; how many there were to do, by kind. Unreadable when the journal was changed."""
    everything()  # erasing must know every table
    did: Counter[str] = Counter()
    for entry in vault.journal.read(keys, journal):
        if entry.kind == "seal-removed":
            done = seal_removed(db, entry.ids)
            if done:
                _leave(db, entry.ids)
        elif entry.kind == "case-destroyed":
            done = _destroyed(db, entry.ids, store)
        elif entry.kind == remaining.DECIDED:
            done = remaining.decided_again(db, entry.at, entry.ids)
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


def _destroyed(db: Session, ids: Mapping[str, Any], store: Store) -> bool:
    """Rows and files of a destroyed case, or of what else has a secret; what stays of it comes back."""
    comparators.cut(db, [ids["case"]])
    done = case_destroyed(db, ids)
    if erasing.is_there(db, ids["case"]):
        for file_id in erasing.erase(db, [ids["case"]]):
            store.remove(file_id)
        done = True
    return remaining.again(db, ids) | done
