"""Snapshots: which quarters are published, and what of each."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from . import publishing, quarters
from .models import Snapshot
from .publishing import Published


@dataclass(frozen=True, slots=True)
class Words:
    """What an axis asks, and its values, as they were asked: a later questionnaire changes no figure. `ordered`: its
    values are points, and have a mean. `of`: the question of which this is one choice, of several that fit."""

    text: str
    values: Mapping[str, str]
    ordered: bool = False
    of: str = ""


@dataclass(frozen=True, slots=True)
class Quarter:
    name: str
    made_at: datetime
    published: Published
    words: Mapping[str, Words]


def due(db: Session, subject: str, first: str | None, last: str) -> list[str]:
    """Quarters that are over and not published yet: from the first of which something is known, in one line to the
    last, so that what is missing between them tells nothing."""
    known = db.scalars(select(Snapshot.quarter).where(Snapshot.subject == subject)).all()
    begin = min([*known, *([first] if first else []), last])
    return [name for name in quarters.through(begin, last) if name not in known]


def keep(
    db: Session, subject: str, quarter: str, published: Published, words: Mapping[str, Words], *, by: int, now: datetime
) -> None:
    """Once for all: a second one is refused by the database."""
    said = {
        "published": json.loads(publishing.dump(published)),
        "words": {name: asdict(axis) for name, axis in words.items()},
    }
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    db.add(Snapshot(subject=subject, quarter=quarter, tables=text, made_at=now, made_by=by))
    db.flush()


def is_kept(db: Session, subject: str, quarter: str) -> bool:
    found = select(func.count()).where(Snapshot.subject == subject, Snapshot.quarter == quarter)
    return bool(db.scalar(found))


def listed(db: Session, subject: str) -> Sequence[str]:
    """Names of those that are published, the latest first."""
    query = select(Snapshot.quarter).where(Snapshot.subject == subject).order_by(Snapshot.quarter.desc())
    return db.scalars(query).all()


def read(db: Session, subject: str, quarter: str) -> Quarter | None:
    row = db.scalar(select(Snapshot).where(Snapshot.subject == subject, Snapshot.quarter == quarter))
    if row is None:
        return None
    said = json.loads(row.tables)
    words = {name: Words(**axis) for name, axis in said["words"].items()}
    return Quarter(row.quarter, row.made_at, publishing.load(said["published"]), words)
