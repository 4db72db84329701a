"""Writing the trail: each entry's MAC covers the one before it. Entries wait until the transaction's end and are
then written in the order of their chains, the installation's last, so that two writers never wait for each other."""

import hmac
import json
from collections.abc import Collection
from datetime import datetime, timedelta
from functools import partial
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy.orm import Session

from casework import vault
from casework.db import Database, before_commit, new_id, unless_there, utc_now
from casework.people import Actor
from casework.vault import OF_SUPPORT, Compartment
from casework.vault.binding import bind

from .models import TrailEntry, TrailHead
from .tags import Act, Tag

GLOBAL, EAP = 0, -1
"""Chains that are no case's."""
READ_AGAIN = timedelta(minutes=10)
START = bytes(32)
TOGETHER = 1000
"""Chains whose heads are locked by one statement."""

_HEADS = (
    select(TrailHead.chain, TrailHead.seq, TrailHead.mac)
    .where(TrailHead.chain.in_(bindparam("chains", expanding=True)))
    .order_by(TrailHead.chain)
    .with_for_update()
)
_BEGIN = unless_there(TrailHead, TrailHead.chain)
_MOVE = (
    update(TrailHead)
    .where(TrailHead.chain == bindparam("which"))
    .values(seq=bindparam("last"), mac=bindparam("at_end"))
)
_ADD = insert(TrailEntry.__table__)  # type: ignore[arg-type]
_READINGS = (
    select(TrailEntry.id)
    .where(TrailEntry.chain == bindparam("chain"), TrailEntry.actor_id == bindparam("actor"))
    .where(TrailEntry.tag == bindparam("tag"), TrailEntry.at > bindparam("since"))
    .limit(1)
)
"""Made once: every reading and every change ends with these."""
_READINGS_OF_ONE = _READINGS.where(TrailEntry.ids == bindparam("said"))


class Entry(NamedTuple):
    """One line that waits for its place."""

    id: int
    chain: int
    at: datetime
    actor_kind: str
    actor_id: int
    tag: str
    ids: str
    seq: int = 0
    key_version: int = 0


def record(db: Session, by: Actor, tag: Act, case_id: int | None = None, /, **ids: int | str | None) -> None:
    """Put an act on the trail: on its case's chain, else on the installation's. `ids` say what, never content."""
    waiting: list[Entry] = db.info.setdefault("trail", [])
    if not waiting:
        before_commit(db, partial(_write, db, waiting))
    kept = {name: value for name, value in ids.items() if value is not None}
    waiting.append(_entry(by, tag, GLOBAL if case_id is None else case_id, kept))


def of_matter(
    db: Session, by: Actor, tag: Act, matter: int, rooms: Collection[Compartment], /, **ids: int | str | None
) -> None:
    """What befell these rooms, where those who may know of it read it: on EAP's chain, or on the matter's own."""
    if OF_SUPPORT.isdisjoint(rooms):
        record(db, by, tag, matter, **ids)
    else:
        record(db, by, tag, EAP, matter=matter, **ids)


def read_once(database: Database, by: Actor, case_id: int, tag: Act = Tag.CASE_READ) -> None:
    """Put a reading on the trail, once per reader, case and ten minutes; committed before anything is shown."""
    with database.reading() as db:
        if was_read(db, by, case_id, tag):
            return
    with database.transaction() as db:
        record(db, by, tag, case_id)


def read_one_once(database: Database, by: Actor, case_id: int, tag: Act, /, **ids: int) -> None:
    """The same of one thing of the case: once per reader, thing and ten minutes."""
    said = json.dumps(ids, separators=(",", ":"), sort_keys=True)
    asked = {"chain": case_id, "actor": by.id, "tag": tag.value, "since": utc_now() - READ_AGAIN, "said": said}
    with database.reading() as db:
        if db.connection().execute(_READINGS_OF_ONE, asked).first() is not None:
            return
    with database.transaction() as db:
        record(db, by, tag, case_id, **ids)


def was_read(db: Session, by: Actor, case_id: int, tag: Act = Tag.CASE_READ, now: datetime | None = None) -> bool:
    asked = {"chain": case_id, "actor": by.id, "tag": tag.value, "since": (now or utc_now()) - READ_AGAIN}
    return db.connection().execute(_READINGS, asked).first() is not None


def denied(database: Database, by: Actor, asked: str) -> None:
    """A number that is not this actor's to read, existing or not: the same work and the same words."""
    with database.transaction() as db:
        record(db, by, Tag.CASE_DENIED, asked=asked)


def mac_of(db: Session, entry: Any, previous: bytes) -> bytes:
    """What binds an entry to the one before it; `entry` as it waits, or as it was read."""
    known = vault.of(db)
    at = int(entry.at.timestamp() * 1_000_000)
    words = (entry.actor_kind, entry.actor_id, entry.tag, entry.ids)
    text = bind("trail", known.instance, previous, entry.id, entry.chain, entry.seq, at, *words)
    return hmac.digest(known.subkey("audit", entry.key_version), text, "sha256")


def _entry(by: Actor, tag: Act, chain: int, ids: dict[str, int | str]) -> Entry:
    said = json.dumps(ids, separators=(",", ":"), sort_keys=True)
    return Entry(new_id(), chain, utc_now(), by.kind.value, by.id, tag.value, said)


def _write(db: Session, waiting: list[Entry]) -> None:
    by_chain: dict[int, list[Entry]] = {}
    for entry in waiting:
        by_chain.setdefault(entry.chain, []).append(entry)
    own = sorted(by_chain.keys() - {GLOBAL})
    for begin in range(0, len(own), TOGETHER):
        _extend(db, {chain: by_chain[chain] for chain in own[begin : begin + TOGETHER]})
    if GLOBAL in by_chain:
        _extend(db, {GLOBAL: by_chain[GLOBAL]})
    waiting.clear()


def _extend(db: Session, chains: dict[int, list[Entry]]) -> None:
    """Several chains in few statements, their heads locked in order."""
    connection, version = db.connection(), vault.of(db).keyring.version
    heads, ends, rows = _locked_heads(connection, list(chains)), [], []
    for chain, entries in chains.items():
        seq, mac = heads[chain]
        for entry in entries:
            seq += 1
            placed = entry._replace(seq=seq, key_version=version)
            mac = mac_of(db, placed, mac)
            rows.append({**placed._asdict(), "mac": mac})
        ends.append({"which": chain, "last": seq, "at_end": mac})
    connection.execute(_MOVE, ends)
    connection.execute(_ADD, rows)


def _locked_heads(connection: Connection, chains: list[int]) -> dict[int, tuple[int, bytes]]:
    found = _heads(connection, chains)
    if missing := [chain for chain in chains if chain not in found]:
        begun = connection.execute(
            _BEGIN.of(connection), [{"chain": chain, "seq": 0, "mac": START} for chain in missing]
        )
        found |= {row.chain: (0, START) for row in begun}
        if len(found) < len(chains):  # somebody else began one meanwhile
            found |= _heads(connection, [chain for chain in chains if chain not in found])
    return found


def _heads(connection: Connection, chains: list[int]) -> dict[int, tuple[int, bytes]]:
    return {row.chain: (row.seq, row.mac) for row in connection.execute(_HEADS, {"chains": chains})}
