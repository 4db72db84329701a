"""The organisation's own words and its letterhead: those that hold, and every version there was."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.letters.models import Letterhead, LetterTemplate
from casework.letters.writing import shipped
from casework.letters.writing.kinds import KINDS
from casework.letters.writing.shipped import Words
from casework.people import organisation


@dataclass(frozen=True, slots=True)
class Version:
    """`number` 0: as shipped."""

    number: int
    words: Words
    by: int = 0
    at: datetime | None = None
    passed: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above and below every letter."""

    number: int
    name: str
    lines: str = ""
    foot: str = ""
    lang: str = "en"
    picture: bytes | None = field(default=None, repr=False)
    picture_kind: str = ""


def current(db: Session, kind: str) -> Version:
    """What letters of a kind begin with."""
    rows = select(LetterTemplate).where(LetterTemplate.kind == kind).order_by(LetterTemplate.version.desc())
    row = db.scalar(rows.limit(1))
    return Version(0, shipped.words(kind)) if row is None else _version(row)


def every(db: Session) -> dict[str, Version]:
    """By kind, in the order of kinds."""
    rows = db.scalars(select(LetterTemplate).order_by(LetterTemplate.version)).all()
    newest = {row.kind: _version(row) for row in rows}
    return {kind: newest.get(kind, Version(0, shipped.words(kind))) for kind in KINDS}


def versions(db: Session, kind: str) -> list[Version]:
    """All of a kind, newest first; as shipped stands last."""
    rows = select(LetterTemplate).where(LetterTemplate.kind == kind).order_by(LetterTemplate.version.desc())
    return [*map(_version, db.scalars(rows)), Version(0, shipped.words(kind))]


def _version(row: LetterTemplate) -> Version:
    words = Words(row.subject, row.text) if row.text else shipped.words(row.kind)
    return Version(row.version, words, row.by, row.at, row.passed)


def head(db: Session, number: int | None = None) -> Head:
    """The newest, or that of a letter; the organisation's name alone where none was written."""
    rows = select(Letterhead).order_by(Letterhead.version.desc())
    row = db.scalar((rows if number is None else rows.where(Letterhead.version == number)).limit(1))
    if row is None:
        return Head(0, organisation.read(db).organisation or "Casework")
    return Head(row.version, row.name, row.lines, row.foot, row.lang, row.picture, row.picture_kind)
