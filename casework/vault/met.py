"""Rows that were changed outside Casework, as they are met: remembered by row until somebody puts them on record."""

from weakref import WeakKeyDictionary

from sqlalchemy.orm import Session

from . import core
from .core import Vault

_MET: WeakKeyDictionary[Vault, set[tuple[str, int]]] = WeakKeyDictionary()
MOST = 1_000
"""More are not remembered at once: they are met again."""


def note(db: Session, what: str, row_id: int) -> None:
    """`what`: role, admission, route. Costs a reader nothing but this line."""
    found = _MET.setdefault(core.of(db), set())
    if len(found) < MOST:
        found.add((what, row_id))


def waiting() -> bool:
    """Has any been met since they were last taken?"""
    return any(_MET.values())


def take(db: Session) -> list[tuple[str, int]]:
    """Those of this installation, each once."""
    return sorted(_MET.pop(core.of(db), set()))
