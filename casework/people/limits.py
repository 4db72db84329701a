"""Tries at sign-in and at links, counted by account, address and link, as tags that nobody can turn back; kept for an
hour."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from casework import vault

from .models import Attempt

KEPT = timedelta(hours=1)
WINDOW = timedelta(minutes=15)
MOST = {"account": 10, "address": 100, "code": 8, "reset": 3, "link": 10}
"""Tries within the window: a whole company can sit behind one address."""


@dataclass(frozen=True, slots=True)
class Counted:
    """The tries just entered. `wait`: seconds until there is room again; 0 when there is."""

    ids: tuple[int, ...]
    tags: tuple[bytes, ...]
    wait: int


def enter(db: Session, now: datetime, **of: str) -> Counted:
    """Count a try before its work is done, so that a hundred at once are a hundred. `of`: account=…, address=…"""
    db.execute(delete(Attempt).where(Attempt.at <= now - KEPT))
    tags = {kind: vault.field.index(db, f"sign-in {kind}", text) for kind, text in of.items()}
    if wait := max(_wait(db, kind, tag, now) for kind, tag in tags.items()):
        return Counted((), (), wait)
    rows = [Attempt(tag=tag, at=now) for tag in tags.values()]
    db.add_all(rows)
    db.flush()
    return Counted(tuple(row.id for row in rows), tuple(tags.values()), 0)


def forgive(db: Session, counted: Counted, **of: str) -> None:
    """It was them: the try does not count, nor do the earlier ones at the account; others at the address do."""
    db.execute(delete(Attempt).where(Attempt.id.in_(counted.ids)))
    for kind, text in of.items():
        db.execute(delete(Attempt).where(Attempt.tag == vault.field.index(db, f"sign-in {kind}", text)))


def _wait(db: Session, kind: str, tag: bytes, now: datetime) -> int:
    tries, first = db.execute(
        select(func.count(), func.min(Attempt.at)).where(Attempt.tag == tag, Attempt.at > now - WINDOW)
    ).one()
    if tries < MOST[kind]:
        return 0
    return max(1, int((first + WINDOW - now).total_seconds()))
