"""Who can read what, from the seals themselves: the readers line is drawn from here and nowhere else."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from .holder import Holder
from .models import CompartmentRow, Seal
from .words import Compartment, HolderKind


@dataclass(frozen=True, slots=True)
class Reader:
    """One holder of one compartment's newest key; `since` is when their earliest seal was made."""

    case_id: int
    compartment: Compartment
    subject: int
    kind: HolderKind
    holder_id: int
    since: datetime


_FIRST = (
    select(Seal.compartment_id, Seal.holder_kind, Seal.holder_id, func.min(Seal.created_at).label("since"))
    .where(Seal.case_id.in_(bindparam("cases", expanding=True)))
    .group_by(Seal.compartment_id, Seal.holder_kind, Seal.holder_id)
    .subquery()
)
_READERS = (
    select(
        CompartmentRow.case_id, CompartmentRow.name, CompartmentRow.subject, Seal.holder_kind, Seal.holder_id,
        _FIRST.c.since,
    )
    .join(Seal, (Seal.compartment_id == CompartmentRow.id) & (Seal.epoch == CompartmentRow.epoch))
    .join(
        _FIRST,
        (_FIRST.c.compartment_id == Seal.compartment_id)
        & (_FIRST.c.holder_kind == Seal.holder_kind)
        & (_FIRST.c.holder_id == Seal.holder_id),
    )
    .where(
        CompartmentRow.case_id.in_(bindparam("cases", expanding=True)),
        Seal.holder_kind != HolderKind.RECOVERY.value,
    )
    .order_by(_FIRST.c.since, Seal.holder_id)
)  # fmt: skip
"""Made once: every page of a case asks it."""


def of_case(db: Session, case_id: int) -> list[Reader]:
    return of_cases(db, [case_id])


def of_cases(db: Session, case_ids: Iterable[int]) -> list[Reader]:
    """Holders of the newest epoch, in the order in which they came. Recovery is not among them."""
    db.flush()  # it goes past the session, which would have
    rows = db.connection().execute(_READERS, {"cases": list(case_ids)})
    return [Reader(c, Compartment(name), subject, HolderKind(k), h, since) for c, name, subject, k, h, since in rows]


def rooms_of(db: Session, case_ids: Collection[int], holder: Holder) -> list[tuple[int, Compartment]]:
    """Of which cases somebody holds which rooms' newest keys."""
    query = select(CompartmentRow.case_id, CompartmentRow.name).join(
        Seal, (Seal.compartment_id == CompartmentRow.id) & (Seal.epoch == CompartmentRow.epoch)
    )
    whose = (Seal.holder_kind == holder.kind.value, Seal.holder_id == holder.id, Seal.generation == holder.generation)
    rows = db.execute(query.where(*whose, Seal.case_id.in_(case_ids)))
    return [(case_id, Compartment(name)) for case_id, name in rows]


def is_built(db: Session, case_id: int, compartment: Compartment, subject: int = 0) -> bool:
    """Is there such a room, whether or not anybody reads it any more?"""
    wanted = (CompartmentRow.case_id == case_id, CompartmentRow.name == compartment.value)
    return db.scalar(select(CompartmentRow.id).where(*wanted, CompartmentRow.subject == subject)) is not None


def holds_any(db: Session, person_id: int) -> bool:
    """Does somebody hold a key of anything at all, by whichever key of theirs?"""
    wanted = (Seal.holder_kind == HolderKind.PERSON.value, Seal.holder_id == person_id)
    return db.scalar(select(Seal.id).where(*wanted).limit(1)) is not None
