"""From one key pair of somebody's to their next: by themselves alone, since they hold the old one still.

All of it is one transaction, so that nobody is ever between two pairs, and whoever is stopped in it is where they were.
What costs time is done before, with nobody kept from writing; inside, each seal that is still the same is exchanged.
"""

import logging
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.orm import Session

from . import core, room, seals
from . import secrets as case_secrets
from .holder import Holder
from .models import CompartmentRow, Epoch, Seal
from .words import Compartment, Unreadable

log = logging.getLogger("casework")
TOGETHER = 1_000
Change = dict[str, Any]
"""Which seal, what it was, and the same key sealed anew."""
COLUMNS = (
    Seal.id, Seal.case_id, Seal.compartment_id, Seal.epoch, Seal.generation, Seal.form, Seal.sealed,
    CompartmentRow.name, CompartmentRow.subject, Epoch.commitment,
)  # fmt: skip


def prepare(db: Session, old: Holder, new: Holder) -> list[Change]:
    """Every seal of the old pair made anew for the new one; nothing is written. What does not open is left out."""
    return [change for rows in _batches(db, old) for change in _made(db, rows, old, new)]


def reseal(db: Session, old: Holder, new: Holder, prepared: Sequence[Change] = ()) -> int:
    """Exchange what was prepared, as far as it is still the same, and make the rest now; how many the new pair has.
    What does not open stays as it is, shut."""
    _exchange(db, new, prepared)
    for rows in _batches(db, old):
        _exchange(db, new, _made(db, rows, old, new))
    own = (Seal.holder_kind == new.kind.value, Seal.holder_id == new.id, Seal.generation == new.generation)
    return db.scalar(select(func.count()).select_from(Seal).where(*own)) or 0


def _batches(db: Session, old: Holder) -> Iterator[Sequence[Any]]:
    own = (Seal.holder_kind == old.kind.value, Seal.holder_id == old.id, Seal.generation == old.generation)
    query = (
        select(*COLUMNS)
        .join(CompartmentRow, CompartmentRow.id == Seal.compartment_id)
        .join(Epoch, (Epoch.compartment_id == Seal.compartment_id) & (Epoch.epoch == Seal.epoch))
        .where(*own)
        .order_by(Seal.id)
        .limit(TOGETHER)
    )
    last = 0
    while rows := db.execute(query.where(Seal.id > last)).all():
        yield rows
        last = rows[-1].id


def _made(db: Session, rows: Sequence[Any], old: Holder, new: Holder) -> list[Change]:
    vault, found = core.of(db), list[Change]()
    secrets = case_secrets.of_cases(db, {row.case_id for row in rows})
    for row in rows:
        target = seals.Target(row.case_id, row.compartment_id, Compartment(row.name), row.subject, row.epoch)
        try:
            key = room.check(seals.open_(vault, secrets[row.case_id], target, old, row), row.commitment)
        except Unreadable as wrong:
            log.error("seal %s of case %s stays with the earlier key: %s", row.id, row.case_id, wrong)
            continue
        anew = seals.make_own(vault, secrets[row.case_id], target, new, key)
        found.append({"which": row.id, "was": row.sealed, "anew": anew})
    return found


def _exchange(db: Session, new: Holder, changes: Sequence[Change]) -> None:
    """One that was opened for the first time meanwhile, or ended, is not as it was: it is left for what comes after."""
    table: Any = Seal.__table__
    values = {"generation": new.generation, "form": seals.OWN, "sealed": bindparam("anew")}
    same = (table.c.id == bindparam("which"), table.c.sealed == bindparam("was"))
    if changes:
        db.connection().execute(update(table).where(*same).values(**values), list(changes))
