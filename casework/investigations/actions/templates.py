"""What plans are drawn from is changed: a version that never changes, and from then on the one that is drawn from."""

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.access import Action, policy
from casework.audit import Tag, trail
from casework.db import new_id, unless_there, utc_now
from casework.investigations.models import PlanTemplate
from casework.investigations.plans import KINDS, Template, dump, parse, ready
from casework.people import Actor

_ENTER = unless_there(PlanTemplate)


def enter_ready(db: Session, kinds: Iterable[str]) -> None:
    """What came with Casework, as the first version of each that has none: a later release changes no plan of before.
    Two at once do no harm."""
    known = set(db.scalars(select(PlanTemplate.kind).distinct()))
    connection = db.connection()
    for kind in kinds:
        if kind not in known:
            row = {
                "id": new_id(), "kind": kind, "version": 1, "body": dump(ready(kind)), "by": 0, "at": utc_now(),
            }  # fmt: skip
            connection.execute(_ENTER.of(connection), row)


def change(db: Session, template: Template, *, by: Actor) -> PlanTemplate | None:
    """From now on plans of this kind are drawn from it; those that are there stay as they are. None: it says what the
    version before it says."""
    policy.require(by, Action.KEEP_TEMPLATES)
    if template.kind not in KINDS:
        raise ValueError("not a kind of plan")
    enter_ready(db, [template.kind])
    latest = select(PlanTemplate).where(PlanTemplate.kind == template.kind).order_by(PlanTemplate.version.desc())
    before = db.scalars(latest.limit(1)).one()
    if parse(before.kind, before.body) == template:
        return None
    number = db.scalar(select(func.max(PlanTemplate.version)).where(PlanTemplate.kind == template.kind)) or 0
    row = PlanTemplate(
        id=new_id(), kind=template.kind, version=number + 1, body=dump(template), by=by.id, at=utc_now()
    )  # fmt: skip
    db.add(row)
    db.flush()
    trail.record(db, by, Tag.PLAN_TEMPLATE, template=row.id, kind=row.kind, version=row.version)
    return row
