"""What the journal says of seals and cases, done once more when a backup is put back; nothing of it is noted again."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from . import rooms
from .models import CaseSecret, CompartmentRow, Seal

Ids = Mapping[str, Any]


def seal_removed(db: Session, ids: Ids) -> bool:
    """A backup whose room is at that epoch had it already: somebody let in again since then stays. Of several who lost
    a room by the same epoch the first brings it there, the others follow."""
    epoch, made = (ids["compartment"], ids["epoch"]), db.info.setdefault("epochs made again", set())
    row = _earlier(db, ids)
    if row is None and epoch not in made:
        return False
    db.execute(
        delete(Seal).where(
            Seal.compartment_id == ids["compartment"],
            Seal.holder_kind == ids["kind"],
            Seal.holder_id == ids["holder"],
        )
    )
    if row is not None:
        _bring_to(db, row, ids["epoch"])
        made.add(epoch)
    return True


def epoch_ended(db: Session, ids: Ids) -> bool:
    """Somebody may have seen the keys before it: nothing is written under them any more."""
    if (row := _earlier(db, ids)) is None:
        return False
    _bring_to(db, row, ids["epoch"])
    return True


def _earlier(db: Session, ids: Ids) -> CompartmentRow | None:
    """The room, where the backup has it at an earlier epoch."""
    row = db.get(CompartmentRow, ids["compartment"], with_for_update=True)
    return row if row is not None and row.epoch < ids["epoch"] else None


def _bring_to(db: Session, row: CompartmentRow, epoch: int) -> None:
    if db.get(CaseSecret, row.case_id) is None:
        row.epoch = epoch
    else:
        rooms.renew(db, row, epoch)
    db.flush()


def case_destroyed(db: Session, ids: Ids) -> bool:
    """Its secret goes; whoever calls this takes rows and files with it."""
    gone = db.execute(delete(CaseSecret).where(CaseSecret.case_id == ids["case"]).returning(CaseSecret.case_id)).all()
    db.info.get("case secrets", {}).pop(ids["case"], None)
    return bool(gone)
