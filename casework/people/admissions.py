"""Admission: a lead compared this generation's fingerprint by voice. Without it nothing is sealed to the person."""

import logging
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from casework import vault
from casework.vault import Unreadable

from .grants import instant
from .models import Admission

log = logging.getLogger("casework")
LABEL = "admission"
COLUMNS = (Admission.person_id, Admission.generation, Admission.by, Admission.at, Admission.mac)


class Admitted(NamedTuple):
    """`COLUMNS` of one row, for where entities would cost too much."""

    person_id: int
    generation: int
    by: int
    at: datetime
    mac: bytes


def admit(db: Session, person_id: int, generation: int, *, by: int, now: datetime) -> Admission:
    """Enter the admission of one generation of somebody's key pair."""
    row = Admission(person_id=person_id, generation=generation, by=by, at=now)
    row.mac = vault.rows.mac(db, LABEL, *words(row))
    db.add(row)
    db.flush()
    return row


def of(db: Session, person_id: int, generation: int) -> Admission | None:
    """The admission, when there is one and nobody has changed it."""
    row = db.get(Admission, (person_id, generation))
    return row if row is not None and is_genuine(db, row) else None


def is_genuine(db: Session, row: Any) -> bool:
    """`row` has `COLUMNS`."""
    try:
        vault.rows.check(db, row.mac, LABEL, *words(row))
    except Unreadable:
        log.error("An admission was changed outside Casework and does not count: person %s", row.person_id)
        vault.met.note(db, LABEL, row.person_id)
        return False
    return True


def words(row: Any) -> tuple[int, ...]:
    """What its MAC covers."""
    return row.person_id, row.generation, row.by, instant(row.at)
