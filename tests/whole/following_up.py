"""What comes after a decision: compared, appealed late, and people asked how they fare; every text carries the mark."""

from datetime import date

from sqlalchemy import select

from casework.cases.actions import aftercare, allegations, appeals, letting_in, parties, told
from casework.cases.actions import comparators as kept
from casework.cases.actions.newcomers import NewParty
from casework.cases.models import Aftercare, Party
from casework.db import new_id, utc_now
from casework.discipline.actions import comparisons
from casework.discipline.queries import comparators
from tests.cases import doing
from tests.legal.ended import another

from .world import World


def write(world: World, mark: str) -> None:
    cast, case_id = world.cast, world.cast.case_id
    cast.case_id = another(cast, "specialist", "lead").id
    doing.declare(cast, "lead", "specialist")
    with world.database.transaction() as db:
        case, by = cast.case(db), cast["lead"]
        case.state, case.closed_at = "in action", None
        file = doing.room(db, by, case)
        respondent, witness = (
            parties.add(db, case, file, NewParty(role, mark, number=number), by=by).id
            for role, number in (("respondent", "P-8"), ("witness", "P-9"))
        )
    doing.declare(cast, "lead", "specialist")
    _compare(world, respondent)
    _appeal(world, mark, respondent)
    _check(world, mark, witness)
    cast.case_id = case_id


def _compare(world: World, party_id: int) -> None:
    with world.database.transaction() as db:
        case, by = world.cast.case(db), world.cast["lead"]
        file = doing.room(db, by, case)
        allegations.put(db, case, file, by=by, issue="theft", respondent_id=party_id)
        like = comparators.like_of(db, case, party_id)
        assert like is not None
        kept.put(db, case.id, new_id(), comparators.record_of(db, case, party_id, "written", date(2026, 11, 2)))
        comparisons.keep(db, case, file, comparators.compared(db, like), party_id=party_id, by=by)


def _appeal(world: World, mark: str, party_id: int) -> None:
    with world.database.transaction() as db:
        case, by = world.cast.case(db), world.cast["lead"]
        file = doing.room(db, by, case)
        told.record(
            db, case, file, by=by, party_id=party_id, about="outcome", what=mark, told_on=date(2026, 10, 1),
            how="letter",
        )  # fmt: skip
        row = appeals.appeal(
            db, case, file, by=by, party_id=party_id, grounds=mark, ground=["bias"], late=mark,
            received_on=utc_now().date(), version=case.version,
        )  # fmt: skip
        appeals.decide_appeal(db, case, file, row, by=by, result="dismissed", reason=mark, version=case.version)


def _check(world: World, mark: str, party_id: int) -> None:
    with world.database.transaction() as db:
        case, by = world.cast.case(db), world.cast["lead"]
        file = doing.room(db, by, case)
        case.state, case.closed_at = "closed", utc_now()
        aftercare.begin(db, case, by=by)
        first, second, *_ = db.scalars(select(Aftercare).where(Aftercare.party_id == party_id)).all()
        dialogue = letting_in.quarters(db, case, db.get_one(Party, party_id), by=by)
        aftercare.ask(db, case, first, dialogue, by=by, heading=mark, text=mark, questions=[mark])
        aftercare.remind(db, case, first, dialogue, by=by, text=mark)
        aftercare.write_down(db, case, first, dialogue, by=by, answers={mark: mark})
        aftercare.give_up(db, case, second, file, by=by, why=mark)
