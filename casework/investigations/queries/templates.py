"""What plans are drawn from by now, kind by kind, and as it was."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.investigations.models import PlanTemplate
from casework.investigations.plans import KINDS, Template, parse, ready


@dataclass(frozen=True, slots=True)
class Version:
    """`id` is 0 for what came with Casework and was never drawn from; `by` is 0 for what came with it."""

    id: int
    number: int
    template: Template
    by: int
    at: datetime | None

    @property
    def kind(self) -> str:
        return self.template.kind


def every(db: Session, kind: str) -> list[Version]:
    """The latest first; what came with Casework stands at the beginning of them all."""
    rows = db.scalars(select(PlanTemplate).where(PlanTemplate.kind == kind).order_by(PlanTemplate.version.desc()))
    return [_version(row) for row in rows] or [Version(0, 1, ready(kind), 0, None)]


def current(db: Session) -> Mapping[str, Version]:
    """By kind, in the order of `KINDS`."""
    found = {row.kind: row for row in db.scalars(select(PlanTemplate).order_by(PlanTemplate.version))}
    return {
        kind: _version(found[kind]) if kind in found else Version(0, 1, ready(kind), 0, None) for kind in KINDS
    }  # fmt: skip


def named(db: Session, ids: Collection[int]) -> list[Version]:
    """Those that a plan was drawn from."""
    rows = db.scalars(select(PlanTemplate).where(PlanTemplate.id.in_(ids))) if ids else ()
    order = {kind: at for at, kind in enumerate(KINDS)}
    return sorted(map(_version, rows), key=lambda one: (order.get(one.kind, len(order)), one.number))


def _version(row: PlanTemplate) -> Version:
    return Version(row.id, row.version, parse(row.kind, row.body), row.by, row.at)
