"""A plan with all that can be said in it, a mediation that was signed, and the police: all words carry the mark."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.cases.models import Case, Mediation, Party, PlanItem
from casework.investigations.actions import mediation_words, mediations, plans, police
from casework.investigations.actions.mediations import Proposal
from casework.investigations.actions.plans import Course
from casework.investigations.plans import PAPER, RISK, Drawn
from casework.investigations.queries import mediation as queries
from casework.vault import Compartment, Room

ON = date(2026, 11, 3)
SEALED = ("decided_by", "wishes", "preserved", "authority", "reference", "asked_to_wait")


def plan(db: Session, case: Case, room: Room, mark: str, *, by: Any, other: Any) -> None:
    """Drawn, changed in a version of its own, dropped from, agreed to alone."""
    plans.draw_up(db, case, room, ["retaliation"], allegations=(), parties=(), by=by)
    plans.add(db, case, room, Drawn(PAPER, mark), why=mark, course=Course(by.id, ON), by=by)
    plans.agree(db, case, room, 1, by=other)
    risk = plans.add(db, case, room, Drawn(RISK, mark, risk="other"), why=mark, course=Course(), by=by)
    plans.go_on(db, case, room, risk.id, Course(by.id, ON, ON, mark), by=by)
    first = db.scalars(select(PlanItem).where(PlanItem.case_id == case.id, PlanItem.from_version == 1)).first()
    assert first is not None
    plans.change(db, case, room, first.id, Drawn(first.kind, mark), why=mark, by=by)
    plans.drop(db, case, room, risk.id, why=mark, by=by)
    plans.agree(db, case, room, 2, alone_because=mark, by=by)


def settle(db: Session, case: Case, rooms: dict[tuple[Compartment, int], Room], mark: str, *, by: Any) -> None:
    """Tried twice: ended once, signed once."""
    room = rooms[Compartment.FILE, 0]
    roles = db.scalars(select(Party).where(Party.case_id == case.id, Party.ended_at.is_(None))).all()
    accused = next(one.id for one in roles if one.role == "respondent")
    sides = [next(one.id for one in roles if one.is_reporter), accused]
    new = Proposal("mediation", mark, sides, sides, mediator=mark)
    mediations.end(db, case, room, mediations.propose(db, case, room, new, by=by), why=mark, by=by)
    row: Mediation = mediations.propose(db, case, room, new, by=by)
    for side in queries.sides(db, row.id):
        mediation_words.note_consent(db, case, room, side, said="yes", on=ON, words=mark, by=by)
    mediations.agree(db, case, row, rooms, by=by)
    mediations.meet(db, case, room, row, on=ON, note=mark, by=by)
    mediations.write(db, case, room, row, text=mark, by=by)
    for side in queries.sides(db, row.id):
        mediation_words.note_signature(db, case, room, side, said="yes", on=ON, words=mark, by=by)
    mediations.settle(db, case, row, rooms, by=by)


def report(db: Session, case: Case, room: Room, mark: str, *, by: Any) -> None:
    words: dict[str, Any] = dict.fromkeys(SEALED, mark)
    police.note(db, case, room, police.Entry("reported", ON, **words), by=by)
