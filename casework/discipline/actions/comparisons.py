"""A comparison that is kept with its case: what was looked for, how it was widened, what came out. In the file, until
counsel moves it to what is privileged; from then on only who reads that compares on this case."""

import json
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Action, Forbidden
from casework.audit import Tag
from casework.cases.actions import box, members
from casework.cases.actions import case as cases
from casework.cases.models import Case
from casework.db import new_id, utc_now
from casework.discipline import comparing
from casework.discipline.comparing import Found
from casework.discipline.models import Comparison
from casework.people import Actor, Role
from casework.settings import N_
from casework.vault import Compartment
from casework.vault.room import Room

FILE, PRIVILEGED = Compartment.FILE.value, Compartment.PRIVILEGED.value
COUNSEL = N_("Counsel alone moves it to what is privileged.")


def keep(db: Session, case: Case, room: Room, found: Found, *, party_id: int, by: Actor) -> Comparison:
    """In the room that comparisons of this case lie in."""
    cases.begin(db, case, by, Action.COMPARE)
    id_ = new_id()
    said = json.dumps(as_kept(found), ensure_ascii=False)
    row = Comparison(
        id=id_, case_id=case.id, party_id=party_id, room=room.compartment.value,
        found=room.seal(Comparison.found, id_, said), by=by.id, at=utc_now(),
    )  # fmt: skip
    db.add(row)
    _told(db, case, by, Tag.COMPARISON_KEPT, room.compartment, row)
    return row


def as_kept(found: Found) -> dict[str, Any]:
    """What the page said, and no more: numbers of a few are joined here too."""
    return {
        "like": list(found.like),
        "counts": [comparing.said(count) for count in found.counts],
        "cells": [[list(cell.outcomes), cell.number] for cell in comparing.cells(found.outcomes)],
        "usual": list(found.usual or ()),
    }


def move(db: Session, case: Case, *, by: Actor) -> int:
    """All that was compared on this case, out of the file; how many there were."""
    cases.begin(db, case, by, Action.COMPARE)
    if not by.has(Role.COUNSEL):
        raise Forbidden(COUNSEL)
    query = select(Comparison).where(Comparison.case_id == case.id, Comparison.room == FILE).with_for_update()
    rows = db.scalars(query.order_by(Comparison.at)).all()
    origin = members.enter(db, case, by, Compartment.FILE)
    end = box.into(db, case, by, Compartment.PRIVILEGED)
    for row in rows:
        row.found = end.seal(Comparison.found, row.id, origin.open(Comparison.found, row.id, row.found))
        row.room, row.moved_by, row.moved_at = PRIVILEGED, by.id, utc_now()
        _told(db, case, by, Tag.COMPARISON_MOVED, Compartment.PRIVILEGED, row)
    return len(rows)


def _told(db: Session, case: Case, by: Actor, tag: Tag, room: Compartment, row: Comparison) -> None:
    db.flush()
    if room is Compartment.PRIVILEGED:
        cases.touch_apart(db, case, by, tag, room, comparison=row.id)
    else:
        cases.touch(db, case, by, tag, quiet=True, clocks_run=False, comparison=row.id)
