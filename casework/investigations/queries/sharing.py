"""Cases that are investigated together: of the other, questions, papers and risks, to who reads it; never a name."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from casework import vault
from casework.access import Action, policy
from casework.cases.models import Case, Link, PlanShare
from casework.cases.queries import matter
from casework.cases.queries.visible import visible_to
from casework.investigations.plans import PERSON
from casework.people import Actor
from casework.vault import Compartment, NoSeal

from . import plan
from .plan import Item

TOGETHER = ("same facts", "group")
"""How cases are linked that may share an investigation."""


@dataclass(frozen=True, slots=True)
class Shared:
    """`number` is empty, and there are no items, for who does not read the other case. `ours`: this case looks at the
    other one’s plan; else the other looks at this one’s."""

    id: int
    ours: bool
    number: str = ""
    items: Sequence[Item] = ()


def of_case(db: Session, actor: Actor, case_id: int) -> list[Shared]:
    mine = or_(PlanShare.case_id == case_id, PlanShare.other_id == case_id)
    rows = db.scalars(select(PlanShare).where(mine, PlanShare.ended_at.is_(None)).order_by(PlanShare.at)).all()
    return [_shared(db, actor, row, ours=row.case_id == case_id) for row in rows]


def _shared(db: Session, actor: Actor, row: PlanShare, *, ours: bool) -> Shared:
    case = readable(db, actor, row.other_id if ours else row.case_id)
    if case is None or actor.holder is None:
        return Shared(row.id, ours)
    if not ours:
        return Shared(row.id, ours, case.number)
    try:
        room = vault.rooms.enter(db, actor.holder, case.id, Compartment.FILE)
    except NoSeal:
        return Shared(row.id, ours)
    items = [one for one in plan.of_case(db, case.id, room).now if one.kind != PERSON]
    return Shared(row.id, ours, case.number, items)


def readable(db: Session, actor: Actor, case_id: int) -> Case | None:
    """The other case, to who reads its file without a conflict."""
    case = db.scalar(visible_to(actor).where(Case.id == case_id))
    return case if case is not None and policy.judge(actor, Action.READ_CASE, matter.of(db, case)) else None


def offered(db: Session, actor: Actor, case_id: int) -> list[Case]:
    """Linked cases that this one could be investigated with."""
    pairs = db.execute(
        select(Link.case_id, Link.other_id).where(
            or_(Link.case_id == case_id, Link.other_id == case_id), Link.relation.in_(TOGETHER)
        )
    ).all()
    others = {other for pair in pairs for other in pair if other != case_id}
    taken = set(
        db.scalars(select(PlanShare.other_id).where(PlanShare.case_id == case_id, PlanShare.ended_at.is_(None)))
    )
    found = (readable(db, actor, id_) for id_ in sorted(others - taken))
    return [case for case in found if case is not None]
