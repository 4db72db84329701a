"""A case on which somebody is heard, warned, dismissed and reviewed: every text carries the mark."""

from datetime import timedelta

from sqlalchemy import select

from casework.cases.actions import deciding as forced
from casework.cases.actions import parties
from casework.cases.actions.newcomers import NewParty
from casework.cases.models import Consultation, IssuedWarning
from casework.db import utc_now
from casework.discipline.actions import consultations, decisions, hearings, reviewing, warnings
from casework.discipline.actions.decisions import New, ToDo
from casework.discipline.just_cause import QUESTIONS
from casework.people.models import Site
from casework.vault import Compartment
from tests.cases import doing
from tests.legal.ended import another

from .world import World


def write(world: World, mark: str) -> None:
    cast, case_id = world.cast, world.cast.case_id
    with world.database.transaction() as db:
        site = db.get_one(Site, cast.site_id)
        before, site.country = site.country, "DE"
    cast.case_id = another(cast, "lead", "specialist", kind="disciplinary").id
    doing.declare(cast, "lead", "specialist")
    with world.database.transaction() as db:
        case, by = cast.case(db), cast["lead"]
        case.state, case.investigator_id, case.closed_at = "hearing", by.id, None
        room = doing.room(db, by, case, Compartment.FILE)
        people = [
            parties.add(db, case, room, NewParty(role, mark, number="P-7"), by=by).id
            for role in ("respondent", "witness")
        ]
    doing.declare(cast, "lead", "specialist")
    _decide(world, mark, people[0])
    _hear(world, mark, people[0])
    with world.database.transaction() as db:
        case, by = cast.case(db), cast["specialist"]
        room = doing.room(db, by, case)
        answers = dict.fromkeys(reviewing.QUESTIONS, mark)
        reviewing.review(db, case, room, by=by, party_id=people[0], cleared=True, answers=answers, reason=mark)
        said = dict.fromkeys(QUESTIONS, "yes") | {f"{name} why": mark for name in QUESTIONS}
        reviewing.just_cause(db, case, room, by=by, party_id=people[0], answers=said)
        db.get_one(Site, cast.site_id).country = before
    cast.case_id = case_id


def _decide(world: World, mark: str, party_id: int) -> None:
    cast = world.cast
    with world.database.transaction() as db:
        case, by, day = cast.case(db), cast["lead"], utc_now().date()
        room = doing.room(db, by, case)
        dismissal = New("termination", mark, day, party_id=party_id, what=mark, agreement=mark)
        row = decisions.propose(db, case, room, dismissal, by=by, to_do=[ToDo(mark, day)])
        asked = db.scalars(select(Consultation).where(Consultation.decision_id == row.id)).one()
        consultations.inform(db, case, room, asked, by=by, on=day, told=mark)
        consultations.answer(db, case, room, asked, consultations.Answer("objected", day, mark), by=by)
        decisions.take_back(db, case, room, row, by=by, why=mark)
        warned = decisions.propose(db, case, room, New("written", mark, day, party_id=party_id), by=by)
        decisions.decide(db, case, room, warned, by=by, alone_because=mark, departure=mark)
        forced.into_force(db, case, by=by)
        warnings.end_early(db, case, room, db.scalars(select(IssuedWarning)).one(), by=by, why=mark)
        decisions.set_aside(db, case, room, warned, by=by, reason=mark)


def _hear(world: World, mark: str, party_id: int) -> None:
    cast, soon = world.cast, utc_now() + timedelta(hours=2)
    with world.database.transaction() as db:
        case, by = cast.case(db), cast["lead"]
        room = doing.room(db, by, case)
        new = hearings.Call(party_id, soon, mark, companion=mark, companion_is="other", short_because=mark)
        row = hearings.call(db, case, room, new, by=by)
        hearings.move(db, case, room, row, by=by, to=soon + timedelta(days=1), asked_by="worker", why=mark)
        row.starts_at = utc_now() - timedelta(minutes=1)
        hearings.end(db, case, room, row, by=by, how="held", present=mark, minutes=mark, reason=mark)
