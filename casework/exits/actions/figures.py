"""A quarter's figures are published when it is over, and what they were counted from is gone with that."""

from datetime import UTC, datetime, time, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from casework.audit import Tag, trail
from casework.db import Database
from casework.exits.counting import Counting, counting, record
from casework.exits.models import ExitTally
from casework.exits.queries import questionnaires, tallies
from casework.exits.questionnaires import Questionnaire
from casework.figures import kept, publishing, quarters
from casework.figures.models import Snapshot
from casework.figures.population import Gathering, Population
from casework.people import SYSTEM, organisation

SUBJECT = "exits"
GRACE = timedelta(days=1)
"""Answers count in the quarter in which they are sent, so that none comes later; a day, for the last ones that were on
their way at midnight, in every zone."""


def publish_what_is_over(database: Database, now: datetime) -> list[str]:
    """Names of the quarters that were published. What two processes do at once, one of them has done."""
    with database.reading() as db:
        last = quarters.closed(now, organisation.read(db).zone, GRACE)
        first = db.scalar(select(func.min(ExitTally.quarter)).where(ExitTally.quarter <= last))
        due = kept.due(db, SUBJECT, first, last)
    done = [name for name in due if _publish(database, name, now)]
    _drop_late(database)
    return done


def _publish(database: Database, quarter: str, now: datetime) -> bool:
    """Counted outside the transaction, which then sees that nothing has come since."""
    with database.reading() as db:
        found = counting(_asked_in(db, quarter))
        waited = _waiting(db, quarter)
        population = _population(db, quarter, found)
    published = publishing.publish(population, found.plans)
    try:
        with database.transaction() as db:
            if _waiting(db, quarter) != waited or kept.is_kept(db, SUBJECT, quarter):
                return False
            kept.keep(db, SUBJECT, quarter, published, found.words, by=SYSTEM.id, now=now)
            db.execute(delete(ExitTally).where(ExitTally.quarter == quarter))
            trail.record(db, SYSTEM, Tag.FIGURES_PUBLISHED, subject=SUBJECT, quarter=quarter)
    except IntegrityError:  # another process was first
        return False
    return True


def _drop_late(database: Database) -> None:
    """Of a quarter that is published: counting it now would tell what it says."""
    late = ExitTally.quarter.in_(select(Snapshot.quarter).where(Snapshot.subject == SUBJECT))
    with database.reading() as db:
        found = db.scalar(select(ExitTally.id).where(late).limit(1))
    if found is not None:
        with database.transaction() as db:
            db.execute(delete(ExitTally).where(late))


def _waiting(db: Session, quarter: str) -> int:
    return db.scalar(select(func.count()).where(ExitTally.quarter == quarter)) or 0


def _asked_in(db: Session, quarter: str) -> list[Questionnaire]:
    """What leavers could be asked by in that quarter, the newest first. An exit that was invited earlier may be
    answered by a version that has ended: a quarter more."""
    begin = datetime.combine(quarters.first_day(quarters.preceding(quarter)), time(), UTC)
    end = datetime.combine(quarters.last_day(quarter), time.max, UTC)
    versions = questionnaires.every(db)
    return [one.asks for one in versions if one.at <= end and (one.ended_at is None or one.ended_at >= begin)]


def _population(db: Session, quarter: str, found: Counting) -> Population:
    themes = found.themes
    gathering = Gathering(found.axes)
    for tally in tallies.of_quarter(db, quarter):
        said = record(
            department=tally.department, tenure=tally.tenure, way=tally.way, answers=tally.answers, themes=themes
        )  # fmt: skip
        gathering.add(said)
    return gathering.population()
