"""A report arrives: one transaction, whole or absent."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from casework.access import walls
from casework.audit import Tag, trail
from casework.cases.actions import reporting
from casework.cases.actions.opening import Opened
from casework.cases.actions.reporting import Report
from casework.cases.models import Link, Party
from casework.cases.queries.sheet import Sheet
from casework.db import new_id
from casework.people import Actor, ActorKind
from casework.vault.receipts import Receipt

from . import drafts, papers
from .cleaning import Ready

RETALIATION = "retaliation"


def send(db: Session, report: Report, sheet: Sheet, receipt: Receipt, ready: Sequence[Ready], now: datetime) -> Opened:
    """Store the report with its papers. NobodyAble or ReadersChanged leave nothing behind."""
    opened = reporting.receive(db, report, sheet, receipt, now)
    _hand_in(db, opened, ready, now)
    drafts.forget(db, receipt.lookup)
    return opened


def follows(db: Session, opened: Opened, by: Actor | None, now: datetime) -> None:
    """It tells of being treated worse since an earlier report, whose receipt they came back with: the two are linked,
    for whoever reads both."""
    if by is None:
        return
    earlier = db.get_one(Party, by.id).case_id
    db.add(Link(id=new_id(), case_id=opened.case.id, other_id=earlier, relation=RETALIATION, by=0, at=now))
    for case_id, other in ((opened.case.id, earlier), (earlier, opened.case.id)):
        trail.record(db, by, Tag.CASE_LINKED, case_id, other=other)


def left_out(db: Session, case_id: int) -> frozenset[int]:
    """Whom the reporter themselves left out of an earlier one; of other walls they are told nothing."""
    return frozenset(wall.person_id for wall in walls.standing(db, case_id) if wall.cause == walls.EXCLUDED)


def _hand_in(db: Session, opened: Opened, ready: Sequence[Ready], now: datetime) -> None:
    """Papers into their rooms."""
    party, identity = opened.party, opened.identity
    assert party is not None
    assert identity is not None
    own = Actor(ActorKind.REPORTER, party.id)
    papers.hand_in(db, party, opened.file, identity, ready, by=own, now=now)
