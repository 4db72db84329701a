"""Seals that were made where the recovery cards are, put in their place: the case's layer goes round them again."""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from casework.db import new_id, utc_now

from . import core, pairs, seals
from . import secrets as case_secrets
from .models import CompartmentRow, Seal
from .words import Compartment, HolderKind


def holds(db: Session, row: CompartmentRow, person: int, epoch: int) -> bool:
    """Have they a seal of this epoch, for the pair that they have now?"""
    generation = pairs.current(db, HolderKind.PERSON, person).generation
    return (
        db.scalar(select(Seal.id).where(*_own(row, person), Seal.epoch == epoch, Seal.generation == generation))
        is not None
    )


def put(db: Session, row: CompartmentRow, person: int, inner: Mapping[int, bytes]) -> None:
    """`inner` by epoch. What was sealed to an earlier pair of theirs goes; what they hold already stays."""
    half, vault = pairs.current(db, HolderKind.PERSON, person), core.of(db)
    secret = case_secrets.of_case(db, row.case_id)
    db.execute(delete(Seal).where(*_own(row, person), Seal.generation < half.generation))
    there = set(db.scalars(select(Seal.epoch).where(*_own(row, person))))
    for epoch in sorted(inner.keys() - there):
        target = seals.Target(row.case_id, row.id, Compartment(row.name), row.subject, epoch)
        db.add(
            Seal(
                id=new_id(),
                case_id=row.case_id,
                compartment_id=row.id,
                epoch=epoch,
                holder_kind=half.kind.value,
                holder_id=half.owner,
                generation=half.generation,
                form=seals.HPKE,
                sealed=seals.dress(vault, secret, target, half, inner[epoch]),
                created_at=utc_now(),
            )
        )
    db.flush()


def _own(row: CompartmentRow, person: int) -> tuple[ColumnElement[bool], ...]:
    return Seal.compartment_id == row.id, Seal.holder_kind == HolderKind.PERSON.value, Seal.holder_id == person
