"""Case files that were asked for: whose, how far, and who may still have them."""

import json
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from casework.access import Action, policy
from casework.cases.actions.privilege import REFUSED
from casework.cases.lifecycle.disclosing import DISCLOSED
from casework.cases.lifecycle.disclosing import READY as TOLD
from casework.cases.models import Case, IdentityDisclosure, Party, PrivilegeClaim
from casework.cases.queries import matter as matters
from casework.cases.queries.record.opening import Key
from casework.db import utc_now
from casework.legal.models import Export
from casework.people import Actor, living
from casework.vault import Compartment, HolderKind

BUILDING, READY, FAILED, CANCELLED, EXPIRED = "building", "ready", "failed", "cancelled", "expired"
MOST = 50
SILENT = timedelta(minutes=2)
"""Whoever builds says so every few seconds: after so long nobody does, and the keys were only in its memory."""

_OWN = (
    select(Export, Case)
    .join(Case, Case.id == Export.case_id)
    .where(Export.by == bindparam("reader"))
    .order_by(Export.asked_at.desc())
    .limit(MOST)
)
_OF_STATES = _OWN.where(Export.state.in_(bindparam("states", expanding=True)))


class Listed(NamedTuple):
    """One of somebody's own, with the case's number while it is still theirs to see."""

    row: Export
    number: str | None
    state: str
    why: str


class Known(Protocol):
    """A party, as a row or as it is shown."""

    @property
    def id(self) -> int: ...
    @property
    def mode(self) -> str: ...


def spelled(rooms: Iterable[Key]) -> str:
    return json.dumps(sorted([room.value, subject] for room, subject in rooms))


def rooms_of(row: Export) -> frozenset[Key]:
    return frozenset((Compartment(name), int(subject)) for name, subject in json.loads(row.rooms))


def is_stuck(row: Export, now: datetime) -> bool:
    return now - row.heard_at > SILENT


def is_there(row: Export) -> bool:
    """Whole, and not too old."""
    return row.state == READY and row.expires_at is not None and row.expires_at > utc_now()


def own(db: Session, actor: Actor, *states: str) -> list[Listed]:
    """The newest first; `states`: of these alone."""
    now = utc_now()
    found = db.execute(_OF_STATES if states else _OWN, {"reader": actor.id, "states": states})
    return [_listed(db, actor, row, case, now) for row, case in found]


def one(db: Session, actor: Actor, export_id: int) -> tuple[Export, Case] | None:
    """Theirs, of a case that they may still hand out, every room of it; else None as for one that does not exist."""
    found = db.execute(
        select(Export, Case).join(Case, Case.id == Export.case_id)
        .where(Export.id == export_id, Export.by == actor.id)
    ).first()  # fmt: skip
    if found is None:
        return None
    row, case = found
    return (row, case) if may_have(db, actor, row, case) else None


def mine(db: Session, actor: Actor, export_id: int) -> Export | None:
    """Theirs, whatever became of their access: what they may always do is let it go."""
    return db.scalar(select(Export).where(Export.id == export_id, Export.by == actor.id))


def holds_all(db: Session, actor: Actor, case: Case, rooms: Collection[Key]) -> bool:
    """By the rules, the seals and what reporters were told of whom they are shown to, as it all is now."""
    judged = matters.of(db, case)
    if not policy.judge(actor, Action.EXPORT_CASE, judged):
        return False
    held = {
        (reader.compartment, reader.subject)
        for reader in judged.readers
        if reader.kind is HolderKind.PERSON and reader.holder_id == actor.id
    }
    return held.issuperset(rooms) and not _taken_back(db, case.id, rooms)


def may_still(db: Session, row: Export, session_id: int) -> bool:
    """Asked when it is whole: is whoever asked still signed in as they were, and is all of it still theirs?"""
    actor = living.who(db, session_id, utc_now())
    case = db.get(Case, row.case_id)
    return actor is not None and actor.id == row.by and case is not None and may_have(db, actor, row, case)


def may_have(db: Session, actor: Actor, row: Export, case: Case) -> bool:
    """All its rooms, and nothing of them was marked as privileged since, which is for who reads that."""
    rooms = rooms_of(row)
    if not holds_all(db, actor, case, rooms):
        return False
    marked = select(PrivilegeClaim.id).where(
        PrivilegeClaim.case_id == case.id, PrivilegeClaim.asked_at > row.asked_at, PrivilegeClaim.state != REFUSED
    )
    if (Compartment.FILE, 0) not in rooms or db.scalar(marked.limit(1)) is None:
        return True
    return holds_all(db, actor, case, [(Compartment.PRIVILEGED, 0)])


def _taken_back(db: Session, case_id: int, rooms: Collection[Key]) -> bool:
    """A reporter said no after all, or the request ended: what was made meanwhile does not leave the house either."""
    about = [subject for room, subject in rooms if room is Compartment.IDENTITY]
    return bool(about) and bool(shut(db, case_id, db.scalars(select(Party).where(Party.id.in_(about)))))


def shut(db: Session, case_id: int, parties: Iterable[Known]) -> set[int]:
    """Whose identity does not leave the house: who did not give their name, as long as no disclosure of it to somebody
    outside was told to them, or its telling withheld with a reason."""
    row = IdentityDisclosure
    query = select(row.party_id).where(row.case_id == case_id, row.person_id.is_(None))
    told = set(db.scalars(query.where(row.state.in_((*TOLD, DISCLOSED)))))
    return {party.id for party in parties if party.mode != "named"} - told


def _listed(db: Session, actor: Actor, row: Export, case: Case, now: datetime) -> Listed:
    """What is said of it: a case that was lost meanwhile is not named."""
    number = case.number if holds_all(db, actor, case, rooms_of(row)) else None
    known = number is not None and may_have(db, actor, row, case)
    if row.state == BUILDING and is_stuck(row, now):
        return Listed(row, number, FAILED, "restart")
    if row.state == READY and not known:
        return Listed(row, number, FAILED, "changed" if number else "access")
    if row.state == READY and row.expires_at is not None and row.expires_at <= now:
        return Listed(row, number, EXPIRED, "")
    return Listed(row, number, row.state, row.why)
