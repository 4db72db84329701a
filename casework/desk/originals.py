"""Papers that could not be cleaned wait for a lead to look at them, and to let the file's readers see them or not."""

from typing import Any

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session, aliased

from casework.cases.models import Membership, Paper
from casework.people import Actor
from casework.vault import Compartment, HolderKind
from casework.vault.models import CompartmentRow, Seal

from .waiting import MOST, READER, Waiting, mine, rows


def _to_release() -> Any:
    copy = aliased(Paper)
    cleaned = exists().where(copy.copy_of == Paper.id)
    query = mine(func.max(Paper.at), func.count()).join(Paper, Paper.case_id == Membership.case_id)
    query = query.where(Membership.is_open, Membership.reads_file, Paper.room == Compartment.IDENTITY.value)
    query = query.where(Paper.released_at.is_(None), ~cleaned, _held())
    return query.group_by(Membership.case_id, Membership.number).order_by(func.max(Paper.at)).limit(MOST)


def _held() -> ColumnElement[bool]:
    """The newest key of the room that the paper lies in."""
    room = select(Seal.id).join(CompartmentRow, CompartmentRow.id == Seal.compartment_id)
    room = room.where(CompartmentRow.name == Paper.room, CompartmentRow.subject == Paper.subject)
    room = room.where(Seal.case_id == Paper.case_id, Seal.epoch == CompartmentRow.epoch)
    return room.where(Seal.holder_kind == HolderKind.PERSON.value, Seal.holder_id == READER).exists()


_TO_RELEASE = _to_release()


def to_release(db: Session, actor: Actor) -> list[Waiting]:
    """By case, those of open cases whose key this reader holds, and of which the file has no copy."""
    found = rows(db, actor, _TO_RELEASE)
    return [Waiting(case_id, number, "release", on, count=count) for case_id, number, on, count in found]
