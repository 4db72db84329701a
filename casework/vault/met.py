"""What was changed outside Casework, as it is met: remembered by row until somebody puts it on record, once a day."""

from datetime import datetime, timedelta
from weakref import WeakKeyDictionary

from sqlalchemy.orm import Session

from casework.db import utc_now

from . import core
from .core import Vault

Found = tuple[str, int]
_MET: WeakKeyDictionary[Vault, set[Found]] = WeakKeyDictionary()
_SAID: WeakKeyDictionary[Vault, dict[Found, datetime]] = WeakKeyDictionary()
AGAIN = timedelta(days=1)
MOST = 1_000
"""More are not remembered at once: they are met again."""


def note(db: Session, what: str, row_id: int) -> None:
    """`what`: role, admission, route, seal, public key and their like. Costs a reader nothing but this line, and is
    remembered though the transaction fails that met it."""
    note_in(core.of(db), what, row_id)


def note_in(vault: Vault, what: str, row_id: int) -> None:
    found, said = _MET.setdefault(vault, set()), _SAID.get(vault, {}).get((what, row_id))
    if len(found) < MOST and (said is None or said <= utc_now() - AGAIN):
        found.add((what, row_id))


def waiting() -> bool:
    """Has any been met since they were last taken?"""
    return any(_MET.values())


def take(db: Session) -> list[Found]:
    """Those of this installation, each once."""
    found = sorted(_MET.pop(core.of(db), set()))
    said, now = _SAID.setdefault(core.of(db), {}), utc_now()
    if len(said) > MOST:
        said.clear()  # the trail knows what it says already
    said.update(dict.fromkeys(found, now))
    return found
