"""What follows for somebody: proposed, decided by somebody else, waiting for whom the law asks; warnings, appeals."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from casework.access import Forbidden
from casework.cases.actions import deciding as ends
from casework.cases.actions import declarations, links, opening
from casework.cases.actions.newcomers import NewParty
from casework.cases.lifecycle import IllegalStep, Why
from casework.cases.models import Case, Decision, Departure, IssuedWarning, StepTaken, Task
from casework.cases.queries import clocks, searching
from casework.cases.queries.routing import Readers
from casework.db import utc_now
from casework.discipline.actions import consultations, decisions, hearings, reviewing, warnings
from casework.discipline.actions.consultations import Answer
from casework.discipline.actions.decisions import New, ToDo
from casework.discipline.just_cause import QUESTIONS
from casework.discipline.queries import standing
from tests.cases import doing
from tests.cast import Cast
from tests.discipline.deciding import FROM, acting, asked, decide, open_case, propose


def take(cast: Cast, *, override: bool = False) -> None:
    doing.step(cast, "lead", "decide", reason="After the hearing.", override=override)


def ladder(cast: Cast, who: str = "lead", today: date = FROM) -> standing.Standing:
    with cast.database.reading() as db:
        [found] = standing.of_respondents(db, cast[who], cast.case(db), today)
    return found


def today(cast: Cast) -> date:
    with cast.database.reading() as db:
        return clocks.place(db, cast.site_id).day(utc_now())


def test_a_dismissal_in_germany_waits_for_the_works_council_whatever_reason_is_given(cast: Cast) -> None:
    open_case(cast)
    doing.waive(cast)
    id_ = propose(cast, "termination")
    decide(cast, id_)
    with pytest.raises(IllegalStep, match="Generally void without it: Works council"):
        take(cast, override=True)
    with acting(cast, "lead") as (db, case, file, by):
        [row] = asked(db, id_)
        with pytest.raises(IllegalStep, match="written down already"):
            consultations.answer(db, case, file, row, Answer("heard", today(cast)), by=by)
        last = consultations.inform(db, case, file, row, by=by, on=today(cast), told="The reasons, in writing.")
    assert last is not None
    assert last >= today(cast) + timedelta(days=7)
    with cast.database.reading() as db:
        known = {one.label: one.text for one in searching.load(db, cast["lead"], cast.number).texts}
    assert "The reasons, in writing." in known["A body that was asked"]
    assert "It was the third time." in known["Decision"]
    assert "A letter of theirs." in known["Hearing"]
    assert any(due.on == last for due in doing.shown(cast, "lead").clocks)
    with acting(cast, "lead") as (db, case, file, by), pytest.raises(IllegalStep, match="time is not over"):
        consultations.answer(db, case, file, asked(db, id_)[0], Answer("time over", today(cast)), by=by)
    with pytest.raises(IllegalStep, match="Works council"):
        take(cast, override=True)
    with acting(cast, "lead") as (db, case, file, by):
        consultations.answer(db, case, file, asked(db, id_)[0], Answer("objected", today(cast), "Too hard."), by=by)
    with pytest.raises(IllegalStep, match="waits until counsel"):
        take(cast)
    take(cast, override=True)
    with cast.database.reading() as db:
        assert db.scalars(select(StepTaken.outcome).where(StepTaken.step == "decide")).one() == "termination"
        assert db.scalars(select(Departure)).one().dropped_at is None


def test_without_notice_there_are_three_days_and_two_weeks_and_silence_is_no_consent(cast: Cast) -> None:
    open_case(cast)
    with pytest.raises(IllegalStep, match="day on which the facts were known"):
        propose(cast, "termination", at_once=True)
    id_ = propose(cast, "termination", at_once=True, known_on=today(cast))
    due = {one.on: one.source for one in doing.shown(cast, "lead").clocks}
    assert due[today(cast) + timedelta(days=14)] == "BGB §626(2)"
    with acting(cast, "specialist") as (db, case, file, by):
        office = consultations.add(db, case, db.get_one(Decision, id_), "integration_office", by=by)
        [council, _office] = sorted(asked(db, id_), key=lambda row: row.duty == "consent")
        last = consultations.inform(db, case, file, council, by=by, on=today(cast), told="Why.")
        assert last is not None
        assert timedelta(days=3) <= last - today(cast) <= timedelta(days=7)
        consultations.inform(db, case, file, office, by=by, on=date(2026, 10, 1), told="Why.")
        consultations.answer(db, case, file, office, Answer("time over", today(cast)), by=by)
        assert office.state == "time over", "without notice their silence is consent"
    ordinary = propose(cast, "termination")
    with acting(cast, "specialist") as (db, case, file, by):
        office = consultations.add(db, case, db.get_one(Decision, ordinary), "integration_office", by=by)
        consultations.inform(db, case, file, office, by=by, on=date(2026, 9, 1), told="Why.")
        with pytest.raises(IllegalStep, match="Silence is no consent"):
            consultations.answer(db, case, file, office, Answer("time over", today(cast)), by=by)
        with pytest.raises(IllegalStep, match="stands there already"):
            consultations.add(db, case, db.get_one(Decision, ordinary), "integration_office", by=by)


def test_whoever_investigated_does_not_decide_and_in_a_small_house_says_why(cast: Cast) -> None:
    open_case(cast)
    doing.waive(cast)
    with pytest.raises(IllegalStep, match="nothing is decided yet: 1"):
        take(cast)
    with pytest.raises(IllegalStep, match="number of days"):
        propose(cast, "suspension")
    with acting(cast, "specialist") as (db, case, file, by):
        new = New("suspension", "Twice.", FROM, party_id=doing.respondent(cast), days=3, paid="unpaid")
        row = decisions.propose(db, case, file, new, by=by, to_do=[ToDo("Tell payroll", FROM)])
        assert db.scalars(select(Task).where(Task.case_id == case.id)).one().due_on == FROM
    with pytest.raises(Forbidden):
        decide(cast, row.id, "specialist", alone_because="Nobody else is there.")
    doing.assign(cast, "lead")
    with pytest.raises(Forbidden):
        decide(cast, row.id)
    with pytest.raises(Forbidden):
        decide(cast, row.id, "specialist")  # handed on, the findings are theirs all the same
    decide(cast, row.id, alone_because="There are two of us, and the other one is ill.")
    with pytest.raises(IllegalStep, match="decided, or taken back"):
        decide(cast, row.id, alone_because="Again.")
    with pytest.raises(IllegalStep, match="Whoever investigated"):
        take(cast)
    take(cast, override=True)
    with acting(cast, "lead") as (db, case, file, by), pytest.raises(IllegalStep, match="What is in force"):
        decisions.take_back(db, case, file, db.get_one(Decision, row.id), by=by, why="No.")


def test_a_complaint_waits_for_a_decision_about_whom_something_was_found(cast: Cast) -> None:
    doing.under_investigation(cast)
    doing.find(cast, "partly substantiated")
    with acting(cast, "lead") as (db, case, _file, _by):
        case.state = "findings in review"
    id_ = propose(cast, "written", "lead")
    with pytest.raises(IllegalStep, match="when the findings are there"):
        decide(cast, id_)
    with acting(cast, "lead") as (db, case, _file, _by):
        case.state = "awaiting decision"
    with pytest.raises(IllegalStep, match="nothing is decided yet: 1"):
        take(cast, override=True)
    house = propose(cast, "policy change", party_id=None)
    decide(cast, house)
    with pytest.raises(IllegalStep, match="nothing is decided yet: 1"):
        take(cast, override=True)
    decide(cast, id_)
    with acting(cast, "lead") as (db, case, _file, by):
        ends.into_force(db, case, by=by)
    assert [one.level for one in ladder(cast).warnings] == ["written"]


def test_a_warning_is_seen_from_another_case_until_it_expires_or_ends(cast: Cast) -> None:
    open_case(cast)
    doing.waive(cast)
    decide(cast, propose(cast, "written", warning_months=6))
    first = cast.number
    take(cast)
    assert [(one.level, one.number, one.here) for one in ladder(cast).warnings] == [("written", first, True)]
    with cast.database.transaction() as db:
        hidden = db.scalars(select(IssuedWarning)).one()
        elsewhere = hidden.case_id
    open_case(cast)
    found = ladder(cast)
    assert [(one.level, one.expires_on, one.number) for one in found.warnings] == [
        ("written", date(2027, 5, 23), first)
    ]
    assert [rung.name for rung in found.rungs if rung.follows] == ["final written"]
    with cast.database.transaction() as db:
        db.get_one(Case, elsewhere)
    doing.add_member(cast, "colleague")
    assert [one.number for one in ladder(cast, "colleague").warnings] == [""], "they cannot see that case"
    assert ladder(cast, today=date(2027, 5, 24)).warnings == []
    assert ladder(cast, today=date(2027, 5, 23)).warnings
    cast.case_id, here = elsewhere, cast.case_id
    with acting(cast, "lead") as (db, case, file, by):
        warnings.end_early(db, case, file, db.get_one(IssuedWarning, hidden.id), by=by, why="The agreement says so.")
    cast.case_id = here
    assert ladder(cast, today=FROM + timedelta(days=30)).warnings == []


def test_an_appeal_varies_the_decision_and_the_ladder_and_another_sets_it_aside(cast: Cast) -> None:
    open_case(cast)
    doing.waive(cast)
    id_ = propose(cast, "final written")
    decide(cast, id_)
    take(cast)
    with acting(cast, "lead") as (db, case, file, by):
        case.state = "appealed"
        new = New("verbal", "The other witness was not heard.", FROM, party_id=doing.respondent(cast))
        row = decisions.vary(db, case, file, db.get_one(Decision, id_), new, by=by)
        varied = row.id
        assert row.replaces_id == id_
    assert [one.level for one in ladder(cast, today=FROM + timedelta(days=9)).warnings] == ["verbal"]
    with acting(cast, "lead") as (db, case, file, by):
        with pytest.raises(IllegalStep, match="does not stand any more"):
            decisions.set_aside(db, case, file, db.get_one(Decision, id_), by=by, reason="No.")
        grave = New("termination", "They ask for more.", FROM, party_id=doing.respondent(cast))
    with pytest.raises(IllegalStep, match="Works council"), acting(cast, "lead") as (db, case, file, by):
        decisions.vary(db, case, file, db.get_one(Decision, varied), grave, by=by)
    with acting(cast, "lead") as (db, case, file, by):
        decisions.set_aside(db, case, file, db.get_one(Decision, varied), by=by, reason="It was somebody else.")
    assert ladder(cast, today=FROM + timedelta(days=9)).warnings == []
    with cast.database.reading() as db:
        hows = dict(db.execute(select(IssuedWarning.level, IssuedWarning.ended_how)).all())
    assert hows == {"final written": "appealed", "verbal": "appealed"}


def test_who_bore_witness_is_not_disciplined_before_somebody_without_part_has_looked(cast: Cast) -> None:
    open_case(cast, "fact finding", "NL", NewParty("witness", "Viktor Hale", number="P-1"))
    with pytest.raises(IllegalStep, match="retaliation review comes first"):
        doing.step(cast, "specialist", "give notice")
    about, answers = doing.respondent(cast), dict.fromkeys(reviewing.QUESTIONS, "We asked.")
    with acting(cast, "specialist") as (db, case, file, by), pytest.raises(Forbidden):
        reviewing.review(db, case, file, by=by, party_id=about, cleared=True, answers=answers, reason="None.")
    doing.add_member(cast, "colleague")
    for cleared in (False, True):
        with acting(cast, "colleague") as (db, case, file, by):
            reviewing.review(db, case, file, by=by, party_id=about, cleared=cleared, answers=answers, reason="Looked.")
        if not cleared:
            with pytest.raises(IllegalStep, match="retaliation review"):
                doing.step(cast, "specialist", "give notice")
    doing.step(cast, "specialist", "give notice")


def test_who_complained_in_a_linked_case_is_reviewed_for_whoever_sees_that_case_and_nobody_else_hears_of_it(
    cast: Cast,
) -> None:
    with cast.database.transaction() as db:
        counter = opening.open_case(
            db, kind="grievance", channel="letter", site_id=cast.site_id, title="Against me", narrative="They began.",
            readers=Readers((cast["lead"].id,), (cast["lead"].id,)), by=cast["lead"], received_at=utc_now(),
            parties=[NewParty("complainant", "Viktor Hale", number="P-1")],
        ).case  # fmt: skip
        declarations.declare(db, counter, by=cast["lead"], conflict=False)
    open_case(cast)
    doing.waive(cast)
    with acting(cast, "lead") as (db, case, _file, by):
        links.add(db, case, by=by, number=counter.number, relation="counter-complaint")
    decide(cast, propose(cast, "written"))
    with pytest.raises(IllegalStep, match="here or in a linked case"):
        take(cast)
    whys = {who: {why.guard for why in _waits(cast, who)} for who in ("lead", "specialist")}
    assert "retaliation_reviewed" in whys["lead"] - whys["specialist"]


def _waits(cast: Cast, who: str) -> list[Why]:
    return [why for one in doing.shown(cast, who).steps if one.step.name == "decide" for why in one.whys]


def test_an_agreement_has_its_seven_questions_answered_in_words(cast: Cast) -> None:
    open_case(cast, country="US")
    doing.waive(cast)
    decide(cast, propose(cast, "written", agreement="Warehouse agreement 2024"))
    with pytest.raises(IllegalStep, match="questions on just cause"):
        take(cast)
    said = dict.fromkeys(QUESTIONS, "yes")
    with acting(cast, "lead") as (db, case, file, by):
        about = doing.respondent(cast)
        with pytest.raises(IllegalStep, match="in words too"):
            reviewing.just_cause(db, case, file, by=by, party_id=about, answers=said)
        words = {f"{name} why": "See the log." for name in QUESTIONS}
        reviewing.just_cause(db, case, file, by=by, party_id=about, answers=said | words)
    take(cast)


def test_a_hearing_is_called_in_time_moved_by_the_worker_and_held_with_minutes(cast: Cast) -> None:
    open_case(cast, country="UK")
    about, soon = doing.respondent(cast), utc_now() + timedelta(hours=3)
    with acting(cast, "specialist") as (db, case, file, by):
        with pytest.raises(IllegalStep, match="time to prepare until"):
            hearings.call(db, case, file, hearings.Call(about, soon, "Room 3"), by=by)
        row = hearings.call(
            db, case, file, hearings.Call(about, soon, "Room 3", short_because="They asked for it."), by=by
        )
        hearings.move(db, case, file, row, by=by, to=soon + timedelta(days=2), asked_by="worker", why="She is away.")
        assert row.first_at == soon
        with pytest.raises(IllegalStep, match="still to come"):
            hearings.end(db, case, file, row, by=by, how="held", present="All.", minutes="She said no.")
        with pytest.raises(IllegalStep, match="why it was not held"):
            hearings.end(db, case, file, row, by=by, how="in absence")
        row.starts_at = utc_now() - timedelta(minutes=1)
        with pytest.raises(IllegalStep, match="who was there"):
            hearings.end(db, case, file, row, by=by, how="held", present="All.")
        hearings.end(db, case, file, row, by=by, how="held", present="All.", minutes="She said no.")
        with pytest.raises(IllegalStep, match="written down already"):
            hearings.end(db, case, file, row, by=by, how="cancelled", reason="No.")
