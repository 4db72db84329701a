"""From one key pair of somebody's to their next: by themselves alone, since they hold the old one still."""

import logging

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from . import core, room, seals
from . import secrets as case_secrets
from .holder import Holder
from .models import CompartmentRow, Epoch, Seal
from .words import Compartment, Unreadable

log = logging.getLogger("casework")
TOGETHER = 1_000


def reseal(db: Session, old: Holder, new: Holder) -> int:
    """Every seal of the old pair, made anew for the new one; how many. What does not open stays as it is, shut."""
    own = (Seal.holder_kind == old.kind.value, Seal.holder_id == old.id, Seal.generation == old.generation)
    last, moved = 0, 0
    while True:
        query = (
            select(Seal, CompartmentRow, Epoch.commitment)
            .join(CompartmentRow, CompartmentRow.id == Seal.compartment_id)
            .join(Epoch, (Epoch.compartment_id == Seal.compartment_id) & (Epoch.epoch == Seal.epoch))
            .where(*own, Seal.id > last)
            .order_by(Seal.id)
            .limit(TOGETHER)
        )
        rows = [(seal, row, committed) for seal, row, committed in db.execute(query)]
        if not rows:
            return moved
        last = rows[-1][0].id
        moved += _moved(db, rows, old, new)


def _moved(db: Session, rows: list[tuple[Seal, CompartmentRow, bytes]], old: Holder, new: Holder) -> int:
    vault, secrets, found = core.of(db), case_secrets.of_cases(db, {row.case_id for _, row, _ in rows}), []
    for seal, row, committed in rows:
        target = seals.Target(row.case_id, row.id, Compartment(row.name), row.subject, seal.epoch)
        try:
            key = room.check(seals.open_(vault, secrets[row.case_id], target, old, seal), committed)
        except Unreadable as wrong:
            log.error("seal %s of case %s stays with the earlier key: %s", seal.id, row.case_id, wrong)
            continue
        found.append({"which": seal.id, "anew": seals.make_own(vault, secrets[row.case_id], target, new, key)})
        db.expunge(seal)
    table = Seal.__table__
    values = {"generation": new.generation, "form": seals.OWN, "sealed": bindparam("anew")}
    if found:
        db.connection().execute(update(table).where(table.c.id == bindparam("which")).values(**values), found)  # type: ignore[arg-type]
    return len(found)
