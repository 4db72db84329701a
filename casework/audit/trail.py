"""Writing the trail: each entry's MAC covers the one before it. Entries wait until the transaction's end and are
then written in the order of their chains, the installation's last, so that two writers never wait for each other."""

import hmac
import json
from datetime import datetime, timedelta
from functools import partial
from typing import cast

from sqlalchemy import Table, bindparam, select, update
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
ENTRIES = cast("Table", TrailEntry.__table__)
COLUMNS = tuple(column.key for column in ENTRIES.columns)
TOGETHER = 1000
"""Chains whose heads are locked by one statement."""


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
    by_chain: dict[int, list[TrailEntry]] = {}
    for entry in waiting:
        by_chain.setdefault(entry.chain, []).append(entry)
    own = sorted(by_chain.keys() - {GLOBAL})
    for begin in range(0, len(own), TOGETHER):
        _extend(db, {chain: by_chain[chain] for chain in own[begin : begin + TOGETHER]})
    if GLOBAL in by_chain:
        _extend(db, {GLOBAL: by_chain[GLOBAL]})
    waiting.clear()


def _extend(db: Session, chains: dict[int, list[TrailEntry]]) -> None:
    """Several chains in few statements, their heads locked in order."""
    heads, version = _locked_heads(db, list(chains)), vault.of(db).keyring.version
    ends, rows = [], []
    for chain, entries in chains.items():
        seq, mac = heads[chain]
        for entry in entries:
            seq += 1
            entry.seq, entry.key_version = seq, version
            mac = entry.mac = mac_of(db, entry, mac)
            rows.append({name: getattr(entry, name) for name in COLUMNS})
        ends.append({"which": chain, "last": seq, "at_end": mac})
    moved = update(TrailHead).where(TrailHead.chain == bindparam("which"))
    db.connection().execute(moved.values(seq=bindparam("last"), mac=bindparam("at_end")), ends)
    db.connection().execute(ENTRIES.insert(), rows)


def _locked_heads(db: Session, chains: list[int]) -> dict[int, tuple[int, bytes]]:
    query = select(TrailHead.chain, TrailHead.seq, TrailHead.mac).where(TrailHead.chain.in_(chains))
    query = query.order_by(TrailHead.chain).with_for_update()
    found = {row.chain: (row.seq, row.mac) for row in db.execute(query)}
    if missing := [chain for chain in chains if chain not in found]:
        _begin(db, missing)
        found = {row.chain: (row.seq, row.mac) for row in db.execute(query)}
    return found


def _begin(db: Session, chains: list[int]) -> None:
    dialect = postgresql if db.connection().dialect.name == "postgresql" else sqlite
    rows = [{"chain": chain, "seq": 0, "mac": START} for chain in chains]
    db.execute(dialect.insert(TrailHead).values(rows).on_conflict_do_nothing())
