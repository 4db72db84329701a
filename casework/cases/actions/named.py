"""Somebody whom the reporter names must not read it, even when nobody ticked a box: full names are enough to see."""

import unicodedata
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.people.models import Person


def among(db: Session, people: str, ids: Iterable[int]) -> frozenset[int]:
    """Those of `ids` whose whole name stands in what the reporter wrote under “people”."""
    text = f" {_plain(people)} "
    if text.isspace():
        return frozenset()
    rows = db.execute(select(Person.id, Person.name).where(Person.id.in_(list(ids))))
    return frozenset(row.id for row in rows if f" {_plain(row.name)} " in text)


def _plain(text: str) -> str:
    """Without case, accents, punctuation and double spaces."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(c if c.isalnum() else "" if unicodedata.combining(c) else " " for c in apart)
    return " ".join(letters.split())
