"""When the cards of each recovery key were last known to fit: nobody notices otherwise that they do not any more."""

import json
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.vault import HolderKind
from casework.vault.models import PublicKey

from .models import TrailEntry
from .tags_of_house import HouseTag
from .trail import GLOBAL

YEAR = timedelta(days=365)
_PUBLISHED = (
    select(PublicKey.owner, PublicKey.created_at)
    .where(PublicKey.kind == HolderKind.RECOVERY.value)
    .order_by(PublicKey.generation)
)
_TESTED = select(TrailEntry.at, TrailEntry.ids).where(
    TrailEntry.chain == GLOBAL, TrailEntry.tag == HouseTag.RECOVERY_TESTED.value
)


def cards(db: Session) -> dict[int, datetime]:
    """By recovery pair, the latest test; before the first, when the key was entered."""
    found = {row.owner: row.created_at for row in db.execute(_PUBLISHED)}
    for at, ids in db.execute(_TESTED):
        pair = json.loads(ids)["pair"]
        found[pair] = max(found.get(pair, at), at)
    return found


def overdue(db: Session, now: datetime) -> dict[int, datetime]:
    """Those that nobody has tested within a year."""
    return {pair: last for pair, last in cards(db).items() if now - last > YEAR}
