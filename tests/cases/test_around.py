"""What stands round a case: links and earlier cases, only as far as one can read the others; who may disclose."""

from datetime import date

import pytest
from sqlalchemy import select

from casework.access import Forbidden
from casework.cases.actions import declarations, links, measures, members, opening
from casework.cases.actions.newcomers import NewParty
from casework.cases.lifecycle import IllegalStep
from casework.cases.models import Measure
from casework.cases.queries.routing import Readers
from casework.vault import Compartment
from tests.cases import doing
from tests.cast import RECEIVED, Cast


def another(cast: Cast, *readers: str, number: str = "P-1") -> str:
    """A second case about the same employee, read by others."""
    ids = tuple(cast[name].id for name in readers)
    with cast.database.transaction() as db:
        opened = opening.open_case(
            db, kind="grievance", channel="letter", site_id=cast.site_id, title="Another", narrative="x",
            readers=Readers(ids, ids[:1]), by=cast[readers[0]], received_at=RECEIVED,
            parties=[NewParty("respondent", "Viktor Hale", number=number)],
        )  # fmt: skip
        for name in readers:
            declarations.declare(db, opened.case, by=cast[name], conflict=False)
        return opened.case.number


def link(cast: Cast, who: str, number: str) -> None:
    with cast.database.transaction() as db:
        links.add(db, cast.case(db), by=cast[who], number=number, relation="same facts")


def test_a_link_shows_to_whoever_reads_both_and_to_nobody_else(cast: Cast) -> None:
    other = another(cast, "lead", "colleague")
    link(cast, "lead", other)
    assert [found.number for found in doing.shown(cast, "lead").links] == [other]
    assert doing.shown(cast, "specialist").links == []


def test_a_number_one_cannot_read_is_refused_as_one_that_does_not_exist(cast: Cast) -> None:
    said = []
    for number in (another(cast, "colleague"), "ER-2026-000000", cast.number):
        with pytest.raises(IllegalStep) as refused:
            link(cast, "lead", number)
        said.append(str(refused.value))
    assert len(set(said)) == 1


def test_earlier_cases_of_a_party_are_those_one_can_read(cast: Cast) -> None:
    other, party = another(cast, "lead", "colleague"), doing.respondent(cast)
    another(cast, "colleague")
    assert doing.shown(cast, "lead").earlier == {party: (other,)}
    assert doing.shown(cast, "specialist").earlier == {}


def test_only_a_lead_who_holds_it_discloses_an_identity(cast: Cast) -> None:
    identity = [(Compartment.FILE, 0), (Compartment.IDENTITY, cast["reporter"].id)]
    with cast.database.transaction() as db, pytest.raises(Forbidden):
        members.add(db, cast.case(db), cast["colleague"].id, by=cast["specialist"], rooms=identity)
    with cast.database.transaction() as db, pytest.raises(Forbidden):
        members.add(db, cast.case(db), cast["colleague"].id, by=cast["lead"], rooms=identity)
    with cast.database.transaction() as db:
        members.add(db, cast.case(db), cast["alternate"].id, by=cast["lead"], rooms=identity)
    doing.declare(cast, "alternate")
    assert set(doing.shown(cast, "alternate").rooms) == set(identity)


def test_a_member_reads_what_was_written_before_they_came(cast: Cast) -> None:
    doing.say(cast, "We have your report.")
    doing.add_member(cast, "colleague", (Compartment.FILE, 0), (Compartment.DIALOGUE, cast["reporter"].id))
    shown = doing.shown(cast, "colleague")
    assert shown.narrative == doing.shown(cast, "lead").narrative
    assert [line.text for line in shown.timeline] == ["We have your report."]


def test_a_measure_is_reviewed_and_ended_with_a_reason(cast: Cast) -> None:
    whom = doing.respondent(cast)
    with cast.database.transaction() as db:
        case, by = cast.case(db), cast["specialist"]
        measures.add(
            db, case, doing.room(db, by, case), by=by, kind="precautionary leave", what="Two weeks", paid="unpaid",
            starts_on=date(2026, 10, 5), review_on=date(2026, 10, 19), party_id=whom,
        )  # fmt: skip
    (shown,) = doing.shown(cast, "lead").measures
    assert (shown.what, shown.paid) == ("Two weeks", "paid")
    with cast.database.transaction() as db:
        case, row = cast.case(db), db.scalars(select(Measure)).one()
        measures.review(db, case, row, by=cast["lead"], review_on=date(2026, 11, 2))
        measures.end(db, case, doing.room(db, cast["lead"], case), row, by=cast["lead"], why="No longer needed")
    (shown,) = doing.shown(cast, "lead").measures
    assert (shown.review_on, shown.why_ended) == (date(2026, 11, 2), "No longer needed")
