"""Versions of questionnaires: which there are, and which one somebody is asked by now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.exits.lifecycle import VOLUNTARY
from casework.exits.models import Questionnaire as Row
from casework.exits.questionnaires import Questionnaire, parse

BOTH = "both"
INVOLUNTARY = "involuntary"
VOLUNTARILY = "voluntary"


@dataclass(frozen=True, slots=True)
class Version:
    """`by` is 0 for what came with Casework. `ended_at`: nobody new is asked by it from then on."""

    id: int
    number: int
    asks: Questionnaire
    by: int
    at: datetime
    ended_at: datetime | None


def audience_of(way: str) -> str:
    """Which questionnaire fits how they leave."""
    return VOLUNTARILY if way in VOLUNTARY else INVOLUNTARY


def current(db: Session, audience: str) -> Version | None:
    """What somebody of this audience is asked by now: the latest that is meant for them."""
    fits = (Row.audience.in_((audience, BOTH)), Row.ended_at.is_(None))
    row = db.scalar(select(Row).where(*fits).order_by(Row.at.desc(), Row.version.desc()).limit(1))
    return _version(row) if row is not None else None


def of(db: Session, version_id: int) -> Version | None:
    """`version_id`: as an address or a form says it, however long."""
    row = db.get(Row, version_id) if version_id < 2**63 else None
    return _version(row) if row is not None else None


def every(db: Session) -> list[Version]:
    """The latest first."""
    return [_version(row) for row in db.scalars(select(Row).order_by(Row.at.desc(), Row.name, Row.version.desc()))]


def before(versions: Sequence[Version], one: Version) -> Version | None:
    """The version that it is compared with: of the same name; else what its audience was asked by until then."""
    earlier = [other for other in versions if (other.at, other.number) < (one.at, one.number)]
    named = [other for other in earlier if other.asks.name == one.asks.name]
    alike = [other for other in earlier if other.asks.audience == one.asks.audience]
    return max(named or alike, key=lambda other: (other.at, other.number), default=None)


def _version(row: Row) -> Version:
    return Version(row.id, row.version, _parsed(row.body), row.by, row.at, row.ended_at)


@lru_cache(maxsize=32)
def _parsed(body: str) -> Questionnaire:
    """A version never changes, so that it is read once."""
    return parse(body)
