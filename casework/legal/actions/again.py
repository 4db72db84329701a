"""What the journal says of holds, done once more in a database that was put back.

A hold that the backup does not have yet is placed again under its number. What it was of only its keys' holders knew,
and the journal says no more than ids: until they place it anew everything is held. A scope that was added since then
is made up for in the same way, and a hold that was released since then is released.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from casework import vault
from casework.cases.models import Hold, HoldScope
from casework.cases.queries import holds
from casework.cases.queries.holds import DATES, Scope
from casework.legal.models import PreservationTask
from casework.legal.queries import hold_readers
from casework.vault import Compartment

Ids = Mapping[str, Any]
WHY = (
    "This hold was placed after the backup that was put back. What it was of is not known any more, so everything is "
    "held because of it: place it anew, and then release this one."
)


def placed(db: Session, ids: Ids) -> bool:
    if db.get(Hold, ids["hold"]) is not None:
        return False
    id_, at = ids["hold"], datetime.fromisoformat(ids["at"])
    vault.rooms.found_case(db, id_)
    readers = hold_readers.first(db, (), ids["by"])
    rooms = ((Compartment.HOLD, 0, readers.values()), (Compartment.NOTICE, 0, readers.values()))
    hold, notice = vault.building.build_all(db, id_, rooms)
    db.add(
        Hold(
            id=id_,
            number=ids["number"],
            anticipated_on=at.date(),
            why=hold.seal(Hold.why, id_, WHY),
            about=hold.seal(Hold.about, id_, WHY),
            notice=notice.seal(Hold.notice, id_, WHY),
            placed_by=ids["by"],
            placed_at=at,
            version=1,
        )
    )
    db.flush()
    return True


def widened(db: Session, ids: Ids) -> bool:
    """A scope that the backup lacks holds everything: two that overlap do no harm."""
    if db.get(Hold, ids["hold"]) is None or db.get(HoldScope, ids["scope"]) is not None:
        return False
    id_, what = ids["scope"], holds.written(Scope(ids["hold"], DATES))
    sealed = vault.field.seal(db, HoldScope.what, id_, what, case=ids["hold"])
    at = datetime.fromisoformat(ids["at"])
    db.add(HoldScope(id=id_, hold_id=ids["hold"], what=sealed, added_by=0, added_at=at))
    db.flush()
    return True


def released(db: Session, ids: Ids) -> bool:
    row = db.get(Hold, ids["hold"])
    if row is None or row.released_at is not None:
        return False
    row.released_at, row.released_by = datetime.fromisoformat(ids["at"]), ids["by"]
    mine = (PreservationTask.hold_id == row.id, PreservationTask.lifted_at.is_(None))
    db.execute(update(PreservationTask).where(*mine).values(lifted_at=row.released_at))
    return True


def is_undone(db: Session, kind: str, ids: Ids) -> bool:
    """Whether this database says otherwise than the journal, for `casework check`."""
    row = db.get(Hold, ids["hold"])
    if kind == "hold-released":
        return row is not None and row.released_at is None
    if kind == "hold-scope":
        return row is not None and db.get(HoldScope, ids["scope"]) is None
    return row is None
