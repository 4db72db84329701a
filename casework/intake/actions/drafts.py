"""Left to come back to: what was typed, sealed to the key of the receipt that was shown."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from casework.db import new_id
from casework.intake.models import ReportDraft
from casework.vault import Holder, HolderKind, Unreadable, field, letters, pairs
from casework.vault.models import PublicKey
from casework.vault.receipts import Receipt

from . import keeping
from .keeping import Kept

LASTS = timedelta(days=30)
_LEFT = select(ReportDraft.id).where(ReportDraft.receipt == bindparam("receipt"))
Fields = Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class Opened:
    """A draft, readable. `ticket`: what the reopened form carries, so that the same receipt goes with the report."""

    fields: Fields
    files: list[Kept]
    ticket: str


def leave(db: Session, receipt: Receipt, fields: Fields, files: Iterable[Kept], now: datetime) -> ReportDraft:
    """Keep a draft for its receipt; an earlier one of the same receipt is replaced."""
    forget(db, receipt.lookup)
    kept = list(files)
    draft = ReportDraft(id=new_id(), receipt=receipt.lookup, kept_at=now, expires_at=now + LASTS)
    half = pairs.publish(db, HolderKind.REPORTER, draft.id, receipt.public)
    written = json.dumps({"fields": dict(fields), "files": [file.as_json() for file in kept]})
    draft.written = letters.seal(db, half, ReportDraft.written, draft.id, written)
    db.add(draft)
    keeping.keep(db, kept, draft.expires_at)
    db.flush()
    return draft


def reopen(db: Session, receipt: Receipt, now: datetime) -> Opened | None:
    """What was left, for who has the receipt; None when there is nothing, or not any more."""
    draft = db.scalar(select(ReportDraft).where(ReportDraft.receipt == receipt.lookup, ReportDraft.expires_at > now))
    if draft is None:
        return None
    holder = Holder(HolderKind.REPORTER, draft.id, 1, receipt.private)
    said = json.loads(letters.open_(db, holder, ReportDraft.written, draft.id, draft.written))
    files = [keeping.from_json(file) for file in said["files"]]
    return Opened(said["fields"], files, _ticket(db, receipt))


def receipt_of(db: Session, ticket: str) -> Receipt | None:
    """The receipt whose draft this form was; None when the form carried none of ours."""
    lookup, _, sealed = ticket.partition(".")
    try:
        said = field.open_(db, ReportDraft.receipt, _row(lookup), bytes.fromhex(sealed))
        return Receipt(bytes.fromhex(lookup), bytes.fromhex(said))
    except (Unreadable, ValueError, OverflowError):
        return None


def forget(db: Session, lookup: bytes) -> None:
    """The draft has become a report, or a newer draft."""
    db.flush()  # what follows goes past the session, which would have
    if gone := db.connection().execute(_LEFT, {"receipt": lookup}).scalars().all():
        discard(db, list(gone))


def discard(db: Session, ids: list[int]) -> None:
    db.execute(delete(ReportDraft).where(ReportDraft.id.in_(ids)))
    db.execute(delete(PublicKey).where(PublicKey.kind == HolderKind.REPORTER.value, PublicKey.owner.in_(ids)))


def _ticket(db: Session, receipt: Receipt) -> str:
    lookup = receipt.lookup.hex()
    return f"{lookup}.{field.seal(db, ReportDraft.receipt, _row(lookup), receipt.private.hex()).hex()}"


def _row(lookup: str) -> int:
    return int(lookup[:15], 16)
