"""Tries at sign-in and at links, counted by account, address and link, as tags that nobody can turn back; kept for an
hour."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, func, insert, or_, select
from sqlalchemy.orm import Session

from casework import vault
from casework.db import new_id

from .models import Attempt

KEPT = timedelta(hours=1)
WINDOW = timedelta(minutes=15)
MOST = {"account": 10, "address": 100, "code": 8, "reset": 3, "link": 10}
"""Tries within the window: a whole company can sit behind one address."""

_FORGET_OLD = delete(Attempt).where(Attempt.at <= bindparam("until"))
_COUNTED = (
    select(Attempt.tag, func.count().label("tries"), func.min(Attempt.at).label("first"))
    .where(Attempt.tag.in_(bindparam("tags", expanding=True)), Attempt.at > bindparam("after"))
    .group_by(Attempt.tag)
)
_ENTER = insert(Attempt)
_OWN = Attempt.id.in_(bindparam("ids", expanding=True))
_FORGIVE = delete(Attempt).where(or_(_OWN, Attempt.tag.in_(bindparam("tags", expanding=True))))


@dataclass(frozen=True, slots=True)
class Counted:
    """The tries just entered. `wait`: seconds until there is room again; 0 when there is."""

    ids: tuple[int, ...]
    wait: int


def enter(db: Session, now: datetime, **of: str) -> Counted:
    """Count a try before its work is done, so that a hundred at once are a hundred. `of`: account=…, address=…"""
    connection = db.connection()
    connection.execute(_FORGET_OLD, {"until": now - KEPT})
    tags = {vault.field.index(db, f"sign-in {kind}", text): kind for kind, text in of.items()}
    tried = connection.execute(_COUNTED, {"tags": list(tags), "after": now - WINDOW})
    if full := [first for tag, tries, first in tried if tries >= MOST[tags[tag]]]:
        return Counted((), max(1, int((max(full) + WINDOW - now).total_seconds())))
    ids = tuple(new_id() for _ in tags)
    connection.execute(_ENTER, [{"id": id_, "tag": tag, "at": now} for id_, tag in zip(ids, tags, strict=True)])
    return Counted(ids, 0)


def forgive(db: Session, counted: Counted, **of: str) -> None:
    """It was them: the try does not count, nor do the earlier ones at the account; others at the address do."""
    tags = [vault.field.index(db, f"sign-in {kind}", text) for kind, text in of.items()]
    db.connection().execute(_FORGIVE, {"ids": counted.ids, "tags": tags})
