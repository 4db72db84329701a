"""An appeal: within its window or with a reason, decided by somebody with no part, and what it does to the ladder."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from casework import vault
from casework.cases.actions import appeals, given
from casework.cases.lifecycle import IllegalStep
from casework.cases.models import Appeal, Decision, IssuedWarning, Task
from casework.cases.queries import facts, part
from casework.cases.queries.rows import Rows
from casework.db import utc_now
from casework.discipline.actions import appeals as verbs
from casework.vault import Compartment
from tests.cases import doing
from tests.cases.pages.browser import Browser, text_of
from tests.cast import Cast

from .test_comparators import on_pages

Browse = Callable[[str], Browser]
WORDS = "MARKER-APPEAL nobody heard the foreman"


@pytest.fixture
def decided(cast: Cast) -> Cast:
    """A written warning that the respondent was told of today; the alternate is on the case."""
    doing.decided(cast)
    doing.tell(cast, doing.respondent(cast), "outcome")
    doing.say(cast, "Something was done.", topic="outcome")
    doing.add_member(cast, "alternate")
    return cast


def decision_of(cast: Cast) -> Decision:
    with cast.database.reading() as db:
        return db.scalars(select(Decision).where(Decision.ended_at.is_(None))).one()


def record(browser: Browser, cast: Cast, **typed: Any) -> int:
    """Written down by the specialist; its id."""
    today = utc_now().date().isoformat()
    said = {"party": str(doing.respondent(cast)), "decision": str(decision_of(cast).id), "ground": ["severity", "bias"],
            "grounds": WORDS, "received_on": today, "late": ""} | typed  # fmt: skip
    answer = browser.send("/appeals", **said)
    assert answer.status_code == 303, text_of(answer.text)[:1500]
    with cast.database.reading() as db:
        return db.scalars(select(Appeal.id).where(Appeal.result == "")).one()


def test_an_appeal_that_varies_replaces_decision_warning_and_comparator_and_all_are_told_again(
    decided: Cast, browse: Browse
) -> None:
    cast, ines = decided, browse("specialist")
    id_ = record(ines, cast)
    page = text_of(ines.page())
    assert "Grounds: what was decided is too severe, whoever decided was not impartial." in page
    shown = browse("lead").page(f"/appeals/{id_}/decision")
    assert f'/appeals/{id_}/decision"' not in shown, "no form that cannot be sent"
    lead = text_of(shown)
    assert "You had a part in it, or may not decide appeals." in lead
    assert "Ines" not in lead or "investigated" in lead
    alternate = browse("alternate")
    theirs = alternate.page(f"/appeals/{id_}/decision")
    page = text_of(theirs)
    assert "Specialist Example: investigated, made a finding" in page
    assert "Lead Example: approved findings, or returned them, proposed or made a decision" in page
    form = {"result": "varied", "reason": "A talk was enough.", "outcome": "verbal", "effective_on": "2026-11-24",
            "days": "", "paid": "", "months": "6", "to_do": "A new letter", "due_on": "2026-12-01"}  # fmt: skip
    refused = text_of(alternate.send(f"/appeals/{id_}/decision", **form | {"outcome": "", "due_on": ""}).text)
    assert "Say what is decided instead." in refused
    assert "Say until when it is to be done." in refused
    assert browse("lead").send(f"/appeals/{id_}/decision", theirs, **form).status_code == 403
    alternate.done(f"/appeals/{id_}/decision", **form)
    with cast.database.reading() as db:
        row = db.get_one(Appeal, id_)
        assert (row.result, row.decided_by) == ("varied", cast["alternate"].id)
        assert b"severity" not in (row.ground or b"")
        standing = db.scalars(select(Decision).where(Decision.ended_at.is_(None))).one()
        assert (standing.id, standing.outcome, standing.appeal_id) == (row.varied_id, "verbal", id_)
        warnings = {one.level: one.ended_how for one in db.scalars(select(IssuedWarning))}
        assert warnings == {"written": "appealed", "verbal": ""}
        assert on_pages(db) == ["verbal"]
        case = cast.case(db)
        assert case.state == "in action"
        found = facts.of(db, case)
        assert (found.untold, found.open_actions) == (2, 1)
        assert cast["alternate"].id not in part.of(case, Rows(db, case.id)), "an appeal is no part in what it was of"
    doing.tell(cast, doing.respondent(cast), "appeal")
    with cast.database.reading() as db:
        assert facts.of(db, cast.case(db)).untold == 1
    again = record(ines, cast)
    stale = theirs.replace(str(id_), str(again))
    assert "You had a part in it" in text_of(alternate.page(f"/appeals/{again}/decision"))
    assert alternate.send(f"/appeals/{again}/decision", stale, **form | {"result": "dismissed"}).status_code == 403


def test_upheld_the_decision_falls_dismissed_it_stands(decided: Cast, browse: Browse) -> None:
    cast, ines, alternate = decided, browse("specialist"), browse("alternate")
    id_ = record(ines, cast)
    form = {"result": "dismissed", "reason": "It was heard.", "outcome": "", "effective_on": "", "days": "", "paid": "",
            "months": "", "to_do": "", "due_on": ""}  # fmt: skip
    alternate.done(f"/appeals/{id_}/decision", **form)
    with cast.database.reading() as db:
        assert on_pages(db) == ["written"]
        assert facts.of(db, cast.case(db)).untold == 1, "who appealed is told"
    again = record(ines, cast, ground=["evidence"])
    alternate.done(f"/appeals/{again}/decision", **form | {"result": "upheld"})
    with cast.database.reading() as db:
        assert db.scalars(select(Decision.ended_how)).all() == ["set aside"]
        assert db.scalars(select(IssuedWarning.ended_how)).all() == ["appealed"]
        assert on_pages(db) == []
        assert facts.of(db, cast.case(db)).untold == 2
        assert db.scalars(select(Task)).all() == []


def test_a_late_appeal_needs_a_reason_and_two_can_be_open(decided: Cast, browse: Browse) -> None:
    cast, ines = decided, browse("specialist")
    with cast.database.reading() as db:
        last = appeals.window(db, cast.case(db), doing.respondent(cast))
    assert last is not None
    assert f"until {last.day} " in text_of(ines.page("/appeals"))
    late = (last + timedelta(days=1)).isoformat()
    said: dict[str, Any] = {"party": str(doing.respondent(cast)), "decision": "", "ground": [], "grounds": WORDS}
    said |= {"received_on": late}
    answer = ines.send("/appeals", **said, late="")
    assert answer.status_code == 409
    assert "The window ended before that day" in text_of(answer.text)
    assert WORDS in answer.text, "what was typed stays"
    ines.done("/appeals", **said, late="He was in hospital.")
    assert "Taken up after its window: He was in hospital." in text_of(ines.page())
    ines.done("/appeals", **said | {"party": str(cast["reporter"].id), "received_on": last.isoformat()}, late="")
    with cast.database.transaction() as db:
        case, by = cast.case(db), cast["alternate"]
        first, second = db.scalars(select(Appeal).order_by(Appeal.received_on.desc())).all()
        assert b"hospital" not in (first.late or b"")
        file = doing.room(db, by, case)
        appeals.decide_appeal(
            db, case, file, first, by=by, result="dismissed", reason="No.", version=case.version
        )  # fmt: skip
        assert case.state == "appealed"
        appeals.decide_appeal(
            db, case, file, second, by=by, result="dismissed", reason="No.", version=case.version
        )  # fmt: skip
        assert case.state == "in action"


def test_against_no_decision_nothing_can_be_varied(decided: Cast) -> None:
    cast = decided
    with cast.database.transaction() as db:
        case, by = cast.case(db), cast["alternate"]
        file = doing.room(db, cast["specialist"], case)
        row = appeals.appeal(
            db, case, file, by=cast["specialist"], party_id=None, grounds=WORDS, received_on=date(2026, 11, 21),
            version=case.version,
        )  # fmt: skip
        with pytest.raises(IllegalStep, match="against no decision that stands"):
            verbs.decide(db, case, file, row, by=by, result="varied", reason="x", version=case.version)


def test_results_of_before_are_read_as_what_they_are_now() -> None:
    assert [appeals.result_now(one) for one in ("upheld", "partly upheld", "not upheld", "varied")] == [
        "upheld", "varied", "dismissed", "varied",
    ]  # fmt: skip


def test_an_answer_to_a_letter_is_taken_as_an_appeal(decided: Cast, browse: Browse) -> None:
    cast, ines, reporter = decided, browse("specialist"), decided["reporter"]
    assert reporter.holder is not None
    with cast.database.transaction() as db:
        case, by = cast.case(db), cast["specialist"]
        dialogue = doing.room(db, by, case, Compartment.DIALOGUE, reporter.id)
        letter = given.give(
            db, case, dialogue, party_id=reporter.id, kind="letter", asks="comment", heading="The outcome", by=by
        )  # fmt: skip
        own = vault.rooms.enter(db, reporter.holder, case.id, Compartment.DIALOGUE, reporter.id)
        given.answer(db, letter, own, choice="comment", text=WORDS, actor=reporter, now=utc_now())
    assert "Take it as an appeal" in text_of(ines.page("/appeals"))
    page = ines.page(f"/appeals?given={letter.id}")
    assert WORDS in page
    shown = {"party": str(reporter.id), "decision": "", "ground": ["finding"], "grounds": WORDS, "late": ""}
    ines.done("/appeals", page, **shown, received_on=utc_now().date().isoformat())
    with cast.database.reading() as db:
        row = db.scalars(select(Appeal)).one()
        assert (row.given_id, row.party_id, row.recorded_by) == (letter.id, reporter.id, cast["specialist"].id)


def test_a_letter_about_an_appeal_of_before_says_its_result_as_it_is_called_now(decided: Cast, browse: Browse) -> None:
    ines = browse("specialist")
    id_ = record(ines, decided)
    with decided.database.transaction() as db:
        db.get_one(Appeal, id_).result = "not upheld"
    page = ines.page(f"/letters/new?kind=appeal%20outcome&party={doing.respondent(decided)}&appeal={id_}")
    assert "The appeal is dismissed: the decision stands." in text_of(page)
    assert "not upheld" not in page
