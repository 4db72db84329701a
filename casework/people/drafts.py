"""Nothing typed is lost: what was sent before we could be sure who it is, is kept a day, sealed to who wrote it."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from casework import vault
from casework.db import Database, new_id
from casework.vault import Holder, HolderKind, Unreadable

from . import sessions
from .models import Draft, Person

KEPT = timedelta(hours=24)
MOST, LARGEST = 20, 200_000
NEVER = frozenset(
    {
        "password",
        "new_password",
        "again",
        "code",
        "recovery_code",
        "receipt",
        "secret",
        "assertion",
        "prf",
        "made",
        "passphrase",
        "passphrase_again",
    }
)


@dataclass(frozen=True, slots=True)
class Kept:
    """What was typed, and where it was on its way to."""

    id: int
    path: str
    fields: dict[str, list[str]]
    kept_at: datetime


def keep(database: Database, cookie: str, path: str, fields: dict[str, list[str]], now: datetime) -> bool:
    """True when the cookie is somebody's, or was until lately, and the text is kept for them."""
    written = {name: values for name, values in fields.items() if name not in NEVER}
    text = json.dumps({"path": path, "fields": written})
    if not any(value.strip() for values in written.values() for value in values) or len(text) > LARGEST:
        return False
    with database.transaction() as db:
        person_id = sessions.whose(db, cookie, now)
        if person_id is None or len(_rows(db, person_id, now)) >= MOST:
            return False
        person = db.get_one(Person, person_id)
        if person.state != "active":
            return False
        id_ = new_id()
        half = vault.pairs.current(db, HolderKind.PERSON, person_id)
        db.add(
            Draft(
                id=id_, person_id=person_id, written=vault.letters.seal(db, half, Draft.written, id_, text), kept_at=now
            )
        )
    return True


def of(db: Session, holder: Holder, now: datetime) -> list[Kept]:
    """Somebody's drafts, opened, oldest first; one sealed to an earlier generation is left out."""
    found = []
    for row in _rows(db, holder.id, now):
        try:
            said = json.loads(vault.letters.open_(db, holder, Draft.written, row.id, row.written))
        except Unreadable:
            continue
        found.append(Kept(row.id, said["path"], said["fields"], row.kept_at))
    return found


def move(db: Session, old: Holder, now: datetime) -> None:
    """What was sealed to an earlier pair, to the one that they have now: only they can do this."""
    half = vault.pairs.current(db, HolderKind.PERSON, old.id)
    for row in _rows(db, old.id, now):
        try:
            text = vault.letters.open_(db, old, Draft.written, row.id, row.written)
        except Unreadable:
            continue
        row.written = vault.letters.seal(db, half, Draft.written, row.id, text)
    db.flush()


def drop(db: Session, person_id: int, draft_id: int) -> None:
    """Sent again, or not wanted any more."""
    db.execute(delete(Draft).where(Draft.id == draft_id, Draft.person_id == person_id))


def sweep(db: Session, now: datetime) -> None:
    db.execute(delete(Draft).where(Draft.kept_at <= now - KEPT))


def _rows(db: Session, person_id: int, now: datetime) -> list[Draft]:
    query = select(Draft).where(Draft.person_id == person_id, Draft.kept_at > now - KEPT)
    return list(db.scalars(query.order_by(Draft.kept_at)))
