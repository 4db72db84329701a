"""Reading the trail back: is it whole, and what is its head?"""

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.vault import Unreadable
from casework.vault.binding import bind

from .models import TrailEntry, TrailHead
from .trail import GLOBAL, START, mac_of


@dataclass(frozen=True, slots=True)
class Fault:
    """Where the trail does not hold together."""

    chain: int
    seq: int
    what: str


def verify(db: Session) -> list[Fault]:
    """Walk every chain. Empty: nothing was changed, taken out of the middle, or put in."""
    heads = {head.chain: head for head in db.scalars(select(TrailHead))}
    faults: list[Fault] = []
    ends: dict[int, tuple[int, bytes]] = {}
    for entry in _entries(db):
        seq, mac = ends.get(entry.chain, (0, START))
        if entry.seq != seq + 1:
            faults.append(Fault(entry.chain, seq + 1, "missing"))
        try:
            fits = hmac.compare_digest(mac_of(db, entry, mac), entry.mac)
        except Unreadable:
            fits = False
        if not fits:
            faults.append(Fault(entry.chain, entry.seq, "changed"))
        ends[entry.chain] = entry.seq, entry.mac
    for chain in heads.keys() | ends.keys():
        head, end = heads.get(chain), ends.get(chain, (0, START))
        if head is None or (head.seq, head.mac) != end:
            faults.append(Fault(chain, end[0], "does not end where its head says"))
    return faults


def head(db: Session) -> str:
    """One line to write down off the host: it changes with every entry of every chain."""
    digest, last = hashlib.sha256(), 0
    for row in db.execute(select(TrailHead.chain, TrailHead.seq, TrailHead.mac).order_by(TrailHead.chain)):
        digest.update(bind("head", row.chain, row.seq, row.mac))
        last = row.seq if row.chain == GLOBAL else last
    return f"{last}:{digest.hexdigest()}"


def _entries(db: Session) -> Iterator[TrailEntry]:
    query = select(TrailEntry).order_by(TrailEntry.chain, TrailEntry.seq).execution_options(yield_per=1000)
    for entry in db.scalars(query):
        yield entry
        db.expunge(entry)
