"""What a case sets going beside itself: support that was offered, a leaving that is to be planned."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from casework.access import Forbidden
from casework.audit.models import TrailEntry
from casework.cases.actions import declarations, departures, opening, support
from casework.cases.actions.newcomers import NewParty
from casework.cases.lifecycle import IllegalStep
from casework.cases.models import Departure, Party, SupportOffer
from casework.cases.queries import departures as expected
from casework.cases.queries.routing import Readers
from casework.cases.routes import aside
from casework.people import Role
from tests.cases import doing
from tests.cast import RECEIVED, Cast


@pytest.fixture
def heard(cast: Cast) -> Cast:
    """A hearing was held on one employee and one agency worker; the lead decides."""
    people = [NewParty("respondent", "Leo Fontaine"), NewParty("respondent", "Ada Kern", relation="agency worker")]
    with cast.database.transaction() as db:
        opened = opening.open_case(
            db, kind="disciplinary", channel="manager", site_id=cast.site_id, title="Cash differences at the till",
            narrative="Twelve euros on three days.", readers=Readers((cast["lead"].id,), (cast["lead"].id,)),
            by=cast["lead"], received_at=RECEIVED, parties=people,
        )  # fmt: skip
        cast.case_id, cast.number = opened.case.id, opened.case.number
        opened.case.state = "hearing"
        declarations.declare(db, opened.case, by=cast["lead"], conflict=False)
    return cast


def decide(cast: Cast, outcome: str) -> None:
    """As `course.take` does once nothing stands in the way."""
    with cast.database.transaction() as db:
        case = cast.case(db)
        people = db.scalars(select(Party.id).where(Party.case_id == case.id, Party.role == "respondent")).all()
        departures.after_decision(db, case, people if outcome == "termination" else [], by=cast["lead"])


def standing(cast: Cast) -> list[Departure]:
    with cast.database.reading() as db:
        return list(db.scalars(select(Departure).where(Departure.dropped_at.is_(None))))


def test_a_termination_lets_the_leaving_of_an_employee_be_planned_once(heard: Cast) -> None:
    decide(heard, "termination")
    decide(heard, "termination")
    [row] = standing(heard)
    with heard.database.reading() as db:
        found = expected.find(db, heard["lead"], row.id)
        assert found is not None
        assert (found.name, found.number) == ("Leo Fontaine", heard.number)
        assert [line[0] for line in expected.waiting(db, heard["lead"])] == [row.id]
        counsel = replace(heard["lead"], roles=frozenset({Role.COUNSEL}))
        assert expected.waiting(db, counsel) == [], "who reads the case and plans no leaving has nothing to do"
    with heard.database.transaction() as db:
        departures.planned(db, db.get_one(Departure, row.id), by=heard["lead"])
    with heard.database.transaction() as db, pytest.raises(IllegalStep, match="planned already"):
        departures.planned(db, db.get_one(Departure, row.id), by=heard["lead"])
    with heard.database.reading() as db:
        assert expected.waiting(db, heard["lead"]) == []
        assert expected.find(db, heard["lead"], row.id) is None


def test_another_decision_later_takes_it_back(heard: Cast) -> None:
    decide(heard, "termination")
    decide(heard, "final written")
    assert standing(heard) == []


@pytest.mark.parametrize("who", ["specialist", "counsel", "administrator", "auditor", "eap", "alternate"])
def test_nobody_off_the_case_learns_that_somebody_leaves(heard: Cast, who: str) -> None:
    decide(heard, "termination")
    [row] = standing(heard)
    with heard.database.reading() as db:
        assert expected.find(db, heard[who], row.id) is None
        assert expected.waiting(db, heard[who]) == []
    with heard.database.transaction() as db, pytest.raises(Forbidden):
        departures.planned(db, db.get_one(Departure, row.id), by=heard[who])


def test_that_support_was_offered_stands_on_the_case_and_nothing_else_of_it(cast: Cast) -> None:
    party = doing.respondent(cast)
    for _ in range(2):
        with cast.database.transaction() as db:
            support.offer(db, cast.case(db), party, by=cast["specialist"])
    with cast.database.reading() as db:
        [row] = db.scalars(select(SupportOffer))
        assert (row.party_id, row.by) == (party, cast["specialist"].id)
        tags = db.scalars(select(TrailEntry.tag).where(TrailEntry.chain == cast.case_id)).all()
        assert tags.count("support:offered") == 1
    shown = doing.shown(cast, "lead")
    lines = {line.name: line.more for line in aside.parties(shown, writes=True)}
    assert ["support was offered on" in more for more in lines.values()].count(True) == 1


def test_support_is_offered_only_by_who_works_the_case_and_to_who_is_on_it(cast: Cast) -> None:
    party = doing.respondent(cast)
    for outsider in ("colleague", "eap", "administrator", "auditor"):
        with cast.database.transaction() as db, pytest.raises(Forbidden):
            support.offer(db, cast.case(db), party, by=cast[outsider])
    with cast.database.transaction() as db, pytest.raises(LookupError):
        support.offer(db, cast.case(db), party + 1, by=cast["specialist"])
