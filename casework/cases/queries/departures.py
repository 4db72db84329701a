"""Who leaves by what was decided in a case, for those who work it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam
from sqlalchemy.orm import Session

from casework import vault
from casework.access import Action, policy
from casework.cases.models import Case, Departure, Party
from casework.people import Actor
from casework.vault import Compartment

from . import matter
from .visible import OF_READER, is_reader, visible_to

_WAITING = (
    OF_READER.join(Departure, Departure.case_id == Case.id)
    .where(Departure.planned_at.is_(None), Departure.dropped_at.is_(None))
    .with_only_columns(Departure.id, Case.number, Departure.at)
    .order_by(Departure.at)
    .limit(bindparam("most"))
)


@dataclass(frozen=True, slots=True)
class Expected:
    """What somebody's leaving can be planned from: opened with the reader's own key of the case."""

    row: Departure
    number: str
    name: str
    contact: str
    employee_tag: bytes | None
    department: str
    site_id: int
    decided_at: datetime


def find(db: Session, actor: Actor, departure_id: int) -> Expected | None:
    """One that waits to be planned; None where there is none for this actor."""
    row = db.get(Departure, departure_id)
    if row is None or row.planned_at is not None or row.dropped_at is not None or actor.holder is None:
        return None
    case = db.scalar(visible_to(actor).where(Case.id == row.case_id))
    if case is None or not policy.judge(actor, Action.WORK_CASE, matter.of(db, case)):
        return None
    file = vault.rooms.enter(db, actor.holder, case.id, Compartment.FILE)
    party = db.get_one(Party, row.party_id)
    return Expected(
        row,
        case.number,
        file.open(Party.name, party.id, party.name) if party.name else "",
        file.open(Party.contact, party.id, party.contact) if party.contact else "",
        party.employee_tag,
        party.department,
        case.site_id,
        row.at,
    )


def waiting(db: Session, actor: Actor, limit: int = 20) -> list[tuple[int, str, datetime]]:
    """Departure, case number, when it was decided: of the cases that exist for this actor, oldest first. For whoever
    plans none there is nothing to do, though they read the case."""
    if not is_reader(actor) or not policy.judge(actor, Action.PLAN_EXIT):
        return []
    rows = db.execute(_WAITING, {"reader": actor.id, "most": limit})
    return [(id_, number, at) for id_, number, at in rows]
