"""Who is there for a case: one whose file nobody can open any more is unattended, and its number and kind are shown to
leads and alternates whom no wall keeps from it. Somebody suspended, or enrolled anew, opens nothing."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, exists, select, update
from sqlalchemy.orm import Session

from casework.audit import Tag, trail
from casework.db import utc_now
from casework.people import SYSTEM
from casework.people.models import Person
from casework.vault import Compartment, HolderKind
from casework.vault.models import CompartmentRow, Seal

from . import tables


def of_case(db: Session, case_id: int) -> None:
    """After somebody's keys of this case ended."""
    _recount(db, tables.case.c.id == case_id)


def of_cases(db: Session, case_ids: Collection[int]) -> None:
    """After keys of these cases ended, or were given."""
    _recount(db, tables.case.c.id.in_(case_ids))


def of_person(db: Session, person_id: int) -> None:
    """After somebody was suspended or restored, or enrolled anew: of every case whose file they hold."""
    held = select(Seal.case_id).where(Seal.holder_kind == HolderKind.PERSON.value, Seal.holder_id == person_id)
    _recount(db, tables.case.c.id.in_(held))


def _recount(db: Session, which: ColumnElement[bool]) -> None:
    db.flush()
    case = tables.case.c
    lost: Any = update(tables.case).where(which, case.unattended_at.is_(None), ~_read())
    for case_id in sorted(db.scalars(lost.values(unattended_at=utc_now()).returning(case.id))):
        trail.record(db, SYSTEM, Tag.CASE_UNATTENDED, case_id)
    db.execute(update(tables.case).where(which, case.unattended_at.is_not(None), _read()).values(unattended_at=None))


def _read() -> ColumnElement[bool]:
    """Somebody holds the newest key of its file, made for the pair that they have now, and can sign in."""
    return exists().where(
        CompartmentRow.case_id == tables.case.c.id,
        CompartmentRow.name == Compartment.FILE.value,
        CompartmentRow.subject == 0,
        Seal.compartment_id == CompartmentRow.id,
        Seal.epoch == CompartmentRow.epoch,
        Seal.holder_kind == HolderKind.PERSON.value,
        Person.id == Seal.holder_id,
        Person.state == "active",
        Person.generation == Seal.generation,
    )
