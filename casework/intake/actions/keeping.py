"""Files that came with a form that was not complete: their keys go back to the page, sealed and for a day."""

import base64
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from casework import vault
from casework.files import Kind
from casework.intake.models import PendingFile
from casework.vault import Unreadable

KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Kept:
    """A file in the store, not yet of any case."""

    id: int
    key: bytes = field(repr=False)
    name: str = field(repr=False)
    size: int
    kind: Kind

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "key": self.key.hex()}


def from_json(said: dict[str, Any]) -> Kept:
    return Kept(said["id"], bytes.fromhex(said["key"]), said["name"], said["size"], Kind(said["kind"]))


def keep(db: Session, files: Iterable[Kept], until: datetime) -> None:
    """Remember that these wait, and until when."""
    for file in files:
        row = db.get(PendingFile, file.id) or PendingFile(file_id=file.id)
        row.expires_at = until
        db.add(row)


def token(db: Session, file: Kept) -> str:
    """For a tick box of the form. Only the page has it, only the server reads it."""
    sealed = vault.field.seal(db, PendingFile.file_id, file.id, json.dumps(file.as_json()))
    return f"{file.id}.{base64.urlsafe_b64encode(sealed).decode()}"


def listed(db: Session, files: Iterable[Kept]) -> list[tuple[str, str, int]]:
    """Token, name and octets of each: what the form shows of it."""
    return [(token(db, file), file.name, file.size) for file in files]


def opened(db: Session, tokens: Iterable[str], now: datetime) -> list[Kept]:
    """The files that still wait. What is malformed, expired or used up is left out."""
    found: dict[int, Kept] = {}
    for text in tokens:
        if (file := _open(db, text)) is None:
            continue
        row = db.get(PendingFile, file.id)
        if row is not None and row.expires_at > now:
            found[file.id] = file
    return list(found.values())


def use(db: Session, files: Iterable[Kept]) -> None:
    """They belong to a case from here on."""
    db.execute(delete(PendingFile).where(PendingFile.file_id.in_([file.id for file in files])))


def _open(db: Session, text: str) -> Kept | None:
    number, _, sealed = text.partition(".")
    try:
        blob = base64.urlsafe_b64decode(sealed.encode("ascii"))
        return from_json(json.loads(vault.field.open_(db, PendingFile.file_id, int(number), blob)))
    except (Unreadable, ValueError, OverflowError):
        return None
