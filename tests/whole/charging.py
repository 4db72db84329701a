"""A charge, a statement, a settlement and a hold of whatever can be said of them: each text carries the mark."""

from datetime import date

from sqlalchemy import select

from casework.access import Action, relations
from casework.cases.actions import members
from casework.cases.models import Deadline, Hold, Proceeding
from casework.cases.queries.holds import DEPARTMENT, PERSON, Scope
from casework.legal.actions import custodians, days, holds, preservation, proceedings, statements
from casework.legal.actions.holds import New, Of
from casework.legal.models import HoldCustodian
from casework.legal.systems import Wanted
from casework.vault import Compartment

from .world import World

DAY = date(2026, 11, 2)


def write(world: World, mark: str) -> None:
    hold(world, mark)
    charge(world, mark)


def hold(world: World, mark: str) -> None:
    by = world.cast["counsel"]
    with world.database.transaction() as db:
        person = frozenset({relations.employee_tag(db, "P-1")})
        of = (Of(Scope(0, PERSON, tags=person), mark), Of(Scope(0, DEPARTMENT, department=mark)))
        made = holds.place(db, New(mark, mark, mark, DAY, of, [world.cast["specialist"].id]), by=by)
    with world.database.transaction() as db:
        row = db.get_one(Hold, made.id)
        room = holds.enter(db, row, by, Action.PLACE_HOLD)
        one = custodians.tell_by_hand(db, row, room, name=mark, how=mark, by=by)
        custodians.record(db, row, room, one, how=mark, on=DAY, by=by)
        task = preservation.ask(db, row, Wanted("other", mark, other=mark), by=by)
        preservation.answer(db, task, "impossible", mark, by=world.cast["administrator"])
    with world.database.transaction() as db:
        row = db.get_one(Hold, made.id)
        custodians.acknowledge(db, row, by=world.cast["specialist"])
        holds.release(db, row, why=mark, by=by, version=row.version)
        assert db.scalars(select(HoldCustodian.person_id).where(HoldCustodian.hold_id == row.id)).all()


def charge(world: World, mark: str) -> None:
    """Entered by the specialist, who reads the file; the terms are put in for counsel."""
    by = world.cast["specialist"]
    with world.database.transaction() as db:
        case = world.cast.case(db)
        file = members.enter(db, case, by, Compartment.FILE)
        new = proceedings.New(
            "agency charge", "US", mark, DAY, number=mark, parties=mark, bases=["sex"], hold=(mark, mark, mark)
        )
        row = proceedings.enter(db, case, file, new, by=by)
        day = days.set_by_hand(db, case, row, file, what=mark, on=DAY, source="Order", by=by)
        days.move(db, case, row, day, file, on=DAY, reason=mark, by=by)
        one = statements.write(db, case, row, file, mark, by=by)
        statements.submit(db, case, row, file, one.id, on=DAY, how=mark, paper_id=None, by=by, version=row.version)
        statements.determine(db, case, row, file, "cause", on=DAY, text=mark, paper_id=None, by=by, version=row.version)
        statements.settle(db, case, row, file, mark, on=DAY, by=by, version=row.version)
        for due in db.scalars(select(Deadline).where(Deadline.ended_at.is_(None))):
            days.end(db, case, row, due, days.MET, by=by)
        proceedings.take(db, case, row, file, "end", on=DAY, by=by, version=row.version, reason=mark)
        assert db.get_one(Proceeding, row.id).ended_on == DAY
