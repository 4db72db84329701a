"""A questionnaire is published: a version that never changes, and from then on the one that people are asked by."""

from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from casework.access import Action, policy
from casework.audit import Tag, trail
from casework.db import Database, new_id, unless_there, utc_now
from casework.exits.models import Questionnaire as Row
from casework.exits.queries import questionnaires as queries
from casework.exits.queries.questionnaires import INVOLUNTARY, VOLUNTARILY, Version
from casework.exits.questionnaires import READY, Questionnaire, dump, parse, ready
from casework.people import Actor

_ENTER = unless_there(Row)


class Unchanged(Exception):
    """It asks what the latest version of its name asks, word by word."""

    def __init__(self, version: int) -> None:
        self.version = version
        super().__init__(f"the same as version {version}")


def for_way(database: Database, way: str) -> Version:
    """What somebody who leaves this way is asked by now. What came with Casework is entered when it is first needed."""
    audience = queries.audience_of(way)
    with database.reading() as db:
        found = queries.current(db, audience)
    if found is None:
        with database.transaction() as db:
            enter_ready(db, utc_now())
            found = queries.current(db, audience)
    assert found is not None
    return found


def enter_ready(db: Session, now: datetime) -> None:
    """Of each audience that has no questionnaire the one that is ready. Two at once do no harm."""
    for name in READY:
        if queries.current(db, name) is None:
            row = _row(ready(name), 1, 0, now)
            connection = db.connection()
            connection.execute(_ENTER.of(connection), row)


def publish(db: Session, text: str, *, by: Actor, now: datetime) -> Row:
    """Faulty says what is wrong with it, all at once; Unchanged, that there is nothing new in it. Whoever is in the
    middle of answering goes on with the version that they began with."""
    policy.require(by, Action.KEEP_QUESTIONNAIRES)
    asks = parse(text)
    latest = db.scalar(select(Row).where(Row.name == asks.name).order_by(Row.version.desc()).limit(1))
    if latest is not None and latest.body == dump(asks) and latest.ended_at is None:
        raise Unchanged(latest.version)
    enter_ready(db, now)
    number = db.scalar(select(func.max(Row.version)).where(Row.name == asks.name)) or 0
    row = Row(**_row(asks, number + 1, by.id, _after_all(db, now)))
    db.add(row)
    db.flush()
    _end_others(db, row, now)
    trail.record(db, by, Tag.QUESTIONNAIRE_PUBLISHED, questionnaire=row.id, version=row.version)
    return row


def _after_all(db: Session, now: datetime) -> datetime:
    """Which is the latest is never in doubt."""
    latest = db.scalar(select(func.max(Row.at)))
    return max(now, latest + timedelta(microseconds=1)) if latest is not None else now


def _end_others(db: Session, new: Row, now: datetime) -> None:
    """Those by which nobody is asked any more."""
    asked_by = {found.id for audience in (VOLUNTARILY, INVOLUNTARY) if (found := queries.current(db, audience))}
    still = {new.id, *asked_by}
    db.execute(update(Row).where(Row.ended_at.is_(None), Row.id.not_in(still)).values(ended_at=now))


def _row(asks: Questionnaire, version: int, by: int, now: datetime) -> dict[str, object]:
    return {
        "id": new_id(), "name": asks.name, "version": version, "audience": asks.audience, "body": dump(asks),
        "by": by, "at": now,
    }  # fmt: skip
