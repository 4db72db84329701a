"""Cases that ended long ago, as their closing left them."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from casework import vault
from casework.cases.actions import opening
from casework.cases.models import Case, Closure
from casework.cases.queries.routing import Readers
from casework.db import new_id
from casework.people import VISITOR, Actor
from casework.vault import Compartment
from tests.cast import Cast

LONG_AGO = datetime(2021, 3, 1, 9, tzinfo=UTC)
SAID = "MARKER-DESTROYED he took the keys of the packing hall"


def close(db: Session, case: Case, by: Actor, at: datetime = LONG_AGO, outcome: str = "action taken") -> Closure:
    assert by.holder is not None
    room, id_ = vault.rooms.enter(db, by.holder, case.id, Compartment.FILE), new_id()
    case.state, case.closed_at = "closed", at
    row = Closure(id=id_, case_id=case.id, outcome=outcome, why=room.seal(Closure.why, id_, SAID), by=by.id, at=at)
    db.add(row)
    db.flush()
    return row


def close_of_cast(cast: Cast, at: datetime = LONG_AGO) -> int:
    with cast.database.transaction() as db:
        close(db, cast.case(db), cast["lead"], at)
    return cast.case_id


def another(cast: Cast, *people: str, at: datetime = LONG_AGO, kind: str = "grievance") -> Case:
    """One more, closed, with these people on it."""
    readers = Readers(tuple(cast[name].id for name in people), (), (cast["alternate"].id,))
    with cast.database.transaction() as db:
        opened = opening.open_case(
            db, kind=kind, channel="letter", site_id=cast.site_id, title=SAID, narrative=SAID, readers=readers,
            by=VISITOR, received_at=at,
        )  # fmt: skip
        close(db, opened.case, cast[people[0]], at)
        return opened.case
