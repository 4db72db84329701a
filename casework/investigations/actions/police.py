"""Whether the police know of it, and all around it: each entry stays, and the newest holds."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from casework.access import Action
from casework.audit import Tag
from casework.cases.actions import case as cases
from casework.cases.lifecycle.settling import POLICE
from casework.cases.models import Case, PoliceReport
from casework.db import new_id, utc_now
from casework.people import Actor
from casework.vault import Room

SEALED = ("decided_by", "wishes", "preserved", "authority", "reference", "asked_to_wait")


@dataclass(frozen=True, slots=True)
class Entry:
    state: str
    decided_on: date
    decided_by: str
    wishes: str = ""
    preserved: str = ""
    authority: str = ""
    reference: str = ""
    reported_on: date | None = None
    asked_to_wait: str = ""
    wait_from: date | None = None
    wait_until: date | None = None


def note(db: Session, case: Case, room: Room, entry: Entry, *, by: Actor) -> PoliceReport:
    cases.begin(db, case, by, Action.WORK_CASE)
    if entry.state not in POLICE:
        raise ValueError("no such state")
    id_ = new_id()
    sealed = {name: room.seal(getattr(PoliceReport, name), id_, text) for name in SEALED
              if (text := getattr(entry, name).strip())}  # fmt: skip
    row = PoliceReport(
        id=id_, case_id=case.id, state=entry.state, decided_on=entry.decided_on, reported_on=entry.reported_on,
        wait_from=entry.wait_from, wait_until=entry.wait_until, by=by.id, at=utc_now(), **sealed,
    )  # fmt: skip
    db.add(row)
    cases.touch(db, case, by, Tag.POLICE_NOTED, quiet=True, clocks_run=False, police=id_, state=entry.state)
    return row
