"""A charge, a claim or a lawsuit on a case: entered, moved along its course, ended. What it is of is held meanwhile."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from casework import vault
from casework.access import Action
from casework.audit import Tag
from casework.cases.actions import case as cases
from casework.cases.lifecycle.charges import FILED, KINDS
from casework.cases.models import Case, Proceeding
from casework.cases.queries import holds
from casework.db import new_id, utc_now
from casework.people import Actor
from casework.vault import Room

from . import days, one_case
from . import proceeding_steps as steps


@dataclass(frozen=True, slots=True)
class New:
    """As the paper says it. `law`: whose clocks it has, a country pack or none. `hold`: why it is held, about which
    proceedings, and what those who read the file are told; `another`: a hold of its own beside one that there is."""

    kind: str
    law: str
    agency: str
    received_on: date
    number: str = field(default="", repr=False)
    parties: str = field(default="", repr=False)
    bases: Sequence[str] = ()
    filed_on: date | None = None
    noticed_on: date | None = None
    hold: tuple[str, str, str] = field(default=("", "", ""), repr=False)
    another: bool = False


def enter(db: Session, case: Case, file: Room, new: New, *, by: Actor) -> Proceeding:
    """With its first days by the law's clocks; and in the same transaction the case is held, unless it is already."""
    cases.begin(db, case, by, Action.KEEP_PROCEEDINGS)
    if new.kind not in KINDS:
        raise ValueError(new.kind)
    id_, now = new_id(), utc_now()
    row = Proceeding(
        id=id_,
        case_id=case.id,
        kind=new.kind,
        state=FILED,
        state_since=now,
        law=new.law,
        agency=vault.field.seal(db, Proceeding.agency, id_, new.agency, case=case.id),
        bases=vault.field.seal(db, Proceeding.bases, id_, json.dumps(list(new.bases)), case=case.id),
        number=file.seal(Proceeding.number, id_, new.number) if new.number else None,
        parties=file.seal(Proceeding.parties, id_, new.parties) if new.parties else None,
        filed_on=new.filed_on,
        noticed_on=new.noticed_on,
        received_on=new.received_on,
        opened_by=by.id,
        opened_at=now,
        version=1,
    )
    db.add(row)
    db.flush()
    if new.another or holds.of_case(db, case.id) is None:
        why, about, notice = new.hold
        one_case.of_itself(db, case, why=why, about=about, notice=notice, by=by)
    first = new.noticed_on or new.received_on
    days.by_law(db, case, row, {"sent": first, "served": new.received_on}, by=by)
    cases.touch(db, case, by, Tag.PROCEEDING_OPENED, quiet=True, proceeding=id_)
    return row


def change(
    db: Session, case: Case, row: Proceeding, file: Room, new: New, *, by: Actor, version: int
) -> None:  # fmt: skip
    """What was typed wrongly, or is known by now. Its days stay as they are."""
    steps.begin(db, case, row, by, version)
    row.law, row.filed_on, row.noticed_on, row.received_on = new.law, new.filed_on, new.noticed_on, new.received_on
    row.agency = vault.field.seal(db, Proceeding.agency, row.id, new.agency, case=case.id)
    row.bases = vault.field.seal(db, Proceeding.bases, row.id, json.dumps(list(new.bases)), case=case.id)
    row.number = file.seal(Proceeding.number, row.id, new.number) if new.number else None
    row.parties = file.seal(Proceeding.parties, row.id, new.parties) if new.parties else None
    steps.touch(db, case, row, by, Tag.PROCEEDING_CHANGED)


def take(
    db: Session, case: Case, row: Proceeding, file: Room, step: str, *, on: date, by: Actor, version: int,
    reason: str = "",
) -> None:  # fmt: skip
    """A step that needs no more than its day, and sometimes a reason."""
    steps.begin(db, case, row, by, version)
    steps.move(db, case, row, file, step, on=on, by=by, reason=reason)
    if step == "request":
        days.by_law(db, case, row, {"requested": on}, by=by)
    steps.touch(db, case, row, by, Tag.PROCEEDING_STEP, step=step)
