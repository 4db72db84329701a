"""Cases that belong together, linked by somebody who reads both."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from casework.access import Action, policy
from casework.cases.actions import links
from casework.cases.models import Case
from casework.cases.queries import matter
from casework.db import Database, as_of

from .organisation import Northfield

BELONG = (
    ("Remarks about a pregnancy, and shifts moved to nights", "Lockers assigned by nationality", "group"),
    ("Shouting in the cold store, three supervisors' worth of silence", "English only in the break room", "group"),
    ("Break times on the night shift", "Kitchen closed at night, machines empty", "same facts"),
    ("Sent home for braids", "Schedule cut after a genetic test came up in talk", "group"),
    ("A reference that says nothing", "Hearing aid, headset, and a target", "group"),
)


def link(database: Database, place: Northfield, ids: Mapping[str, int], now: datetime) -> None:
    """Those pairs of which both are told, and both read by the same specialist."""
    with database.transaction() as db, as_of(now - timedelta(hours=1)):
        for one, other, relation in BELONG:
            if one in ids and other in ids:
                _link(db, place, db.get_one(Case, ids[one]), db.get_one(Case, ids[other]), relation)


def _link(db: Session, place: Northfield, one: Case, other: Case, relation: str) -> None:
    for key in ("specialist", "specialist2"):
        actor = place.staff[key]
        if all(policy.judge(actor, Action.WORK_CASE, matter.of(db, case)) for case in (one, other)):
            links.add(db, one, by=actor, number=other.number, relation=relation)
            return
