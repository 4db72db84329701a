"""Reading the trail back: is it whole, and what is its head?"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from casework.vault import Unreadable
from casework.vault.binding import bind

from .models import TrailEntry, TrailHead
from .trail import GLOBAL, START, Entry, mac_of

LOST = "does not end where its head says"


@dataclass(frozen=True, slots=True)
class Fault:
    """Where the trail does not hold together."""

    chain: int
    seq: int
    what: str


def verify(db: Session) -> list[Fault]:
    """Walk every chain. Empty: nothing was changed, taken out of the middle, or put in."""
    return list(faults(db))


def faults(db: Session) -> Iterator[Fault]:
    """The same, one by one: chains and their heads are walked side by side, in constant memory."""
    heads = _streamed(db, select(TrailHead.chain, TrailHead.seq, TrailHead.mac).order_by(TrailHead.chain))
    head = next(heads, None)
    for chain, entries in groupby(_streamed(db, _ENTRIES), lambda entry: int(entry.chain)):
        while head is not None and head.chain < chain:
            yield from _misled(head, 0, START)
            head = next(heads, None)
        seq, mac = 0, START
        for entry in entries:
            yield from _wrong(db, entry, seq, mac)
            seq, mac = entry.seq, entry.mac
        if head is None or head.chain != chain:
            yield Fault(chain, seq, LOST)
        else:
            yield from _misled(head, seq, mac)
            head = next(heads, None)
    while head is not None:
        yield from _misled(head, 0, START)
        head = next(heads, None)


def _wrong(db: Session, entry: Any, seq: int, mac: bytes) -> Iterator[Fault]:
    """What is wrong with an entry, after the one before it."""
    if entry.seq != seq + 1:
        yield Fault(entry.chain, seq + 1, "missing")
    try:
        fits = hmac.compare_digest(mac_of(db, entry, mac), entry.mac)
    except Unreadable:
        fits = False
    if not fits:
        yield Fault(entry.chain, entry.seq, "changed")


def _misled(head: Any, seq: int, mac: bytes) -> Iterator[Fault]:
    if (head.seq, head.mac) != (seq, mac):
        yield Fault(head.chain, seq, LOST)


class Unfit(ValueError):
    """This is no line of an excerpt."""


def excerpt(db: Session, lines: Iterable[str]) -> Iterator[Fault]:
    """What is wrong with entries that were handed out with a case file, one JSON object a line: each is proved by its
    own MAC, with the one before it, and by the entry that is here still. Unfit when a line is none."""
    for line in lines:
        entry, previous, mac = _handed_out(line)
        here = db.scalar(select(TrailEntry.mac).where(TrailEntry.id == entry.id))
        try:
            fits = hmac.compare_digest(mac_of(db, entry, previous), mac)
        except Unreadable:
            fits = False
        if not fits or (here is not None and here != mac):
            yield Fault(entry.chain, entry.seq, "changed")
        elif here is None:
            yield Fault(entry.chain, entry.seq, "not here any more")


def _handed_out(line: str) -> tuple[Entry, bytes, bytes]:
    try:
        said = json.loads(line)
        values = {name: said[name] for name in Entry._fields if name != "at"}
        entry = Entry(**values, at=datetime.fromisoformat(said["at"]))
        return entry, bytes.fromhex(said["previous"]), bytes.fromhex(said["mac"])
    except (ValueError, KeyError, TypeError) as wrong:
        raise Unfit(line[:60]) from wrong


def head(db: Session) -> str:
    """One line to write down off the host: it changes with every entry of every chain."""
    digest, last = hashlib.sha256(), 0
    for row in _streamed(db, select(TrailHead.chain, TrailHead.seq, TrailHead.mac).order_by(TrailHead.chain)):
        digest.update(bind("head", row.chain, row.seq, row.mac))
        last = row.seq if row.chain == GLOBAL else last
    return f"{last}:{digest.hexdigest()}"


_ENTRIES = select(*TrailEntry.__table__.columns).order_by(TrailEntry.chain, TrailEntry.seq)


def _streamed(db: Session, query: Select[*tuple[Any, ...]]) -> Iterator[Any]:
    return iter(db.execute(query.execution_options(yield_per=1000)))
