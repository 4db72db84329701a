"""What can be written of an identity that is disclosed, and of a data-subject request: each text carries the mark."""

from datetime import timedelta

from sqlalchemy import select

from casework.cases.actions import declarations, disclosing, granting, members, processing
from casework.cases.actions.disclosing import Wish
from casework.cases.models import Party
from casework.cases.queries.granting import LIKE
from casework.cases.queries.granting import Wish as Wanting
from casework.db import utc_now
from casework.legal.actions import answering, requests, searching
from casework.legal.actions.requests import New
from casework.legal.actions.searching import Cut, Found, Wanted
from casework.legal.models import SearchTask
from casework.people import Role
from casework.vault import Compartment
from tests.cast import person

from .world import World


def write(world: World, mark: str) -> None:
    _disclosed(world, mark)
    _given_on(world, mark)
    _requested(world, mark)


def _disclosed(world: World, mark: str) -> None:
    """One handed over to a court, by consent and then by a duty; one refused. And a notice that comes late."""
    cast, day = world.cast, utc_now().date()
    lead, reporter = cast["lead"], cast["reporter"]
    with world.database.transaction() as db:
        case, party = cast.case(db), db.get_one(Party, reporter.id)
        declarations.declare(db, case, by=lead, conflict=False)
        first = disclosing.ask(db, case, party, Wish("court", mark, mark), by=lead)
        disclosing.ask_reporter(db, case, first, mark, by=lead)
        disclosing.answer(db, case, first, agree=True, by=reporter)
        disclosing.answer(db, case, first, agree=False, by=reporter)
        disclosing.oblige(db, case, first, {"name": mark, "source": mark, "words": mark}, by=lead)
        disclosing.withhold(db, case, first, mark, day + timedelta(days=9), by=lead)
        disclosing.hand_over(db, case, first, mark, "letter", day, by=lead)
        disclosing.tell_reporter(db, case, first, mark, by=lead)
        second = disclosing.ask(db, case, party, Wish("lawyer", mark, mark), by=lead)
        disclosing.end(db, case, second, mark, by=lead)
        file = members.enter(db, case, lead, Compartment.FILE)
        other = db.scalars(select(Party).where(Party.case_id == case.id, ~Party.is_reporter)).first()
        assert other is not None
        processing.delayed(db, case, file, other, "impaired", mark, day + timedelta(days=9), by=lead)


def _given_on(world: World, mark: str) -> None:
    """Many cases with who reported them, in one go, from one lead to another."""
    cast = world.cast
    with world.database.transaction() as db:
        to = person(db, "successor", Role.LEAD)
        wish = Wanting(LIKE, source_id=cast["specialist"].id, identities=True, why=mark)
        row = granting.begin(db, to.id, wish, by=cast["lead"], now=utc_now())
    granting.go_on(world.database, row.id, by=cast["lead"], seconds=60)


def _requested(world: World, mark: str) -> None:
    day = utc_now().date()
    with world.database.transaction() as db:
        dpo = world.cast["dpo"]
        row = requests.enter(db, New(mark, mark, mark, received_on=day), by=dpo)
        requests.check(db, row, mark, day, by=dpo)
        requests.extend(db, row, mark, day, by=dpo)
        searching.ask(db, row, Wanted(mark, (mark,), mark), [world.cast["specialist"].id], day, by=dpo)
        task = db.scalars(select(SearchTask).where(SearchTask.person_id == world.cast["specialist"].id)).one()
        found = [Found(mark, mark)]
        [hit] = searching.hand_over(db, task, found, [Cut("nobody", "others")], by=world.cast["specialist"])
        answering.leave_out(db, row, hit, mark, by=dpo)
        answering.write(db, row, mark, by=dpo)
        requests.end(db, row, "refuse", {"why": mark, "exemption": mark}, by=dpo)
