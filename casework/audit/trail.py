"""Writing the trail: each entry's MAC covers the one before it. Entries wait until the transaction's end and are
then written in the order of their chains, the installation's last, so that two writers never wait for each other."""

import hmac
import json
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from casework import vault
from casework.db import Database, before_commit, new_id, utc_now
from casework.people import Actor
from casework.vault.binding import bind

from .models import TrailEntry, TrailHead
from .tags import Tag

GLOBAL, EAP = 0, -1
"""Chains that are no case's."""
READ_AGAIN = timedelta(minutes=10)
START = bytes(32)


def record(db: Session, by: Actor, tag: Tag, case_id: int | None = None, /, **ids: int | str | None) -> None:
    """Put an act on the trail: on its case's chain, else on the installation's. `ids` say what, never content."""
    waiting: list[TrailEntry] = db.info.setdefault("trail", [])
    if not waiting:
        before_commit(db, partial(_write, db, waiting))
    kept = {name: value for name, value in ids.items() if value is not None}
    waiting.append(_entry(by, tag, GLOBAL if case_id is None else case_id, kept))


def read_once(database: Database, by: Actor, case_id: int, tag: Tag = Tag.CASE_READ) -> None:
    """Put a reading on the trail, once per reader, case and ten minutes; committed before anything is shown."""
    with database.reading() as db:
        if was_read(db, by, case_id, tag):
            return
    with database.transaction() as db:
        record(db, by, tag, case_id)


def was_read(db: Session, by: Actor, case_id: int, tag: Tag = Tag.CASE_READ, now: datetime | None = None) -> bool:
    since = (now or utc_now()) - READ_AGAIN
    query = select(TrailEntry.id).where(
        TrailEntry.chain == case_id,
        TrailEntry.actor_id == by.id,
        TrailEntry.tag == tag.value,
        TrailEntry.at > since,
    )
    return db.scalar(query.limit(1)) is not None


def denied(database: Database, by: Actor, asked: str) -> None:
    """A number that is not this actor's to read, existing or not: the same work and the same words."""
    with database.transaction() as db:
        record(db, by, Tag.CASE_DENIED, asked=asked)


def mac_of(db: Session, entry: TrailEntry, previous: bytes) -> bytes:
    """What binds an entry to the one before it."""
    known = vault.of(db)
    at = int(entry.at.timestamp() * 1_000_000)
    words = (entry.actor_kind, entry.actor_id, entry.tag, entry.ids)
    text = bind("trail", known.instance, previous, entry.id, entry.chain, entry.seq, at, *words)
    return hmac.digest(known.subkey("audit", entry.key_version), text, "sha256")


def _entry(by: Actor, tag: Tag, chain: int, ids: dict[str, int | str]) -> TrailEntry:
    return TrailEntry(
        id=new_id(),
        chain=chain,
        at=utc_now(),
        actor_kind=by.kind.value,
        actor_id=by.id,
        tag=tag.value,
        ids=json.dumps(ids, separators=(",", ":"), sort_keys=True),
    )


def _write(db: Session, waiting: list[TrailEntry]) -> None:
    chains = sorted({entry.chain for entry in waiting} - {GLOBAL}) + [GLOBAL] * any(e.chain == GLOBAL for e in waiting)
    for chain in chains:
        _extend(db, chain, [entry for entry in waiting if entry.chain == chain])
    waiting.clear()


def _extend(db: Session, chain: int, entries: list[TrailEntry]) -> None:
    head = _locked_head(db, chain)
    seq, mac = head
    version = vault.of(db).keyring.version
    for entry in entries:
        seq += 1
        entry.seq, entry.key_version = seq, version
        mac = entry.mac = mac_of(db, entry, mac)
    db.add_all(entries)
    db.execute(update(TrailHead).where(TrailHead.chain == chain).values(seq=seq, mac=mac))
    db.flush()


def _locked_head(db: Session, chain: int) -> tuple[int, bytes]:
    query = select(TrailHead.seq, TrailHead.mac).where(TrailHead.chain == chain).with_for_update()
    if (found := db.execute(query).one_or_none()) is None:
        _begin(db, chain)
        found = db.execute(query).one()
    return found.seq, found.mac


def _begin(db: Session, chain: int) -> None:
    dialect = postgresql if db.connection().dialect.name == "postgresql" else sqlite
    row = {"chain": chain, "seq": 0, "mac": START}
    db.execute(dialect.insert(TrailHead).values(row).on_conflict_do_nothing())
