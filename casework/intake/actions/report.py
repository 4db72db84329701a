"""A report arrives: one transaction, whole or absent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from casework.access import walls
from casework.audit import Tag, trail
from casework.cases.actions import reporting
from casework.cases.actions.newcomers import COMPLAINANT, REPORTER
from casework.cases.actions.opening import Opened
from casework.cases.actions.reporting import Report
from casework.cases.models import Link, Party
from casework.cases.queries.routing import Beside
from casework.cases.queries.sheet import Sheet
from casework.db import new_id
from casework.people import Actor, ActorKind
from casework.vault.receipts import Receipt

from . import drafts, papers
from .cleaning import Ready

RETALIATION, COUNTER = "retaliation", "counter-complaint"
AFTER = {"yes": RETALIATION, "counter": COUNTER}
"""What a form says of what it comes after, and how the two cases are linked."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """The case that a report comes after. Told by somebody who did not report that one, `walled` must read neither; of
    the reporter's choices nobody else learns anything, so it goes to those who read their messages: `beside`."""

    relation: str
    by: Actor
    case_id: int
    walled: frozenset[int] = frozenset()
    beside: Beside | None = None


def send(db: Session, report: Report, sheet: Sheet, receipt: Receipt, ready: Sequence[Ready], now: datetime) -> Opened:
    """Store the report with its papers. NobodyAble or ReadersChanged leave nothing behind."""
    opened = reporting.receive(db, report, sheet, receipt, now)
    _hand_in(db, opened, ready, now)
    drafts.forget(db, receipt.lookup)
    return opened


def earlier(db: Session, relation: str, by: Actor, case_id: int) -> Earlier:
    own = relation == RETALIATION and db.get_one(Party, by.id).role in (COMPLAINANT, REPORTER)
    if own:
        return Earlier(relation, by, case_id)
    walled = frozenset(wall.person_id for wall in walls.standing(db, case_id))
    return Earlier(relation, by, case_id, walled, Beside(case_id, by.id))


def follows(db: Session, opened: Opened, before: Earlier | None, now: datetime) -> None:
    """It comes after an earlier report, by somebody who came back to that: the two are linked, for whoever reads both;
    and whoever must not read the one does not come to read the other."""
    if before is None:
        return
    new, old = opened.case.id, before.case_id
    db.add(Link(id=new_id(), case_id=new, other_id=old, relation=before.relation, by=0, at=now))
    for person_id in sorted(before.walled):
        walls.raise_one(db, new, person_id, walls.NAMED, by=before.by)
    for case_id, other in sorted(((new, old), (old, new))):
        trail.record(db, before.by, Tag.CASE_LINKED, case_id, other=other)


def left_out(db: Session, case_id: int, party_id: int) -> frozenset[int]:
    """Whom they themselves left out of an earlier one; of other walls, and of whom another left out, they are told
    nothing: whoever it happened to may be somebody else than who reported it."""
    own = (wall for wall in walls.standing(db, case_id) if wall.raised_by == party_id)
    return frozenset(wall.person_id for wall in own if wall.cause == walls.EXCLUDED)


def _hand_in(db: Session, opened: Opened, ready: Sequence[Ready], now: datetime) -> None:
    """Papers into their rooms."""
    party, identity = opened.party, opened.identity
    assert party is not None
    assert identity is not None
    own = Actor(ActorKind.REPORTER, party.id)
    papers.hand_in(db, party, opened.file, identity, ready, by=own, now=now)
