"""The job, start to end, by its verbs: from a report to a closed case, with each reason why not yet on the way."""

from datetime import date

import pytest
from sqlalchemy import select

from casework.access import Forbidden
from casework.audit import verify
from casework.cases.actions import appeals, closing, course, pauses, tasks, withdrawals
from casework.cases.lifecycle import IllegalStep
from casework.cases.models import Appeal, Task, Withdrawal
from casework.cases.queries import record
from casework.people import employees
from casework.people.models import Person
from casework.vault import Compartment
from tests.cases import doing
from tests.cast import Cast, employee


def test_a_complaint_from_report_to_closed(cast: Cast) -> None:
    doing.under_investigation(cast)
    with pytest.raises(IllegalStep, match=r"Allegation 1 has no finding"):
        doing.step(cast, "specialist", "review")
    doing.find(cast)
    with pytest.raises(IllegalStep, match="A respondent was not told"):
        doing.step(cast, "specialist", "review")
    doing.tell(cast, doing.respondent(cast), "allegations")
    with pytest.raises(IllegalStep, match="was not given the evidence"):
        doing.step(cast, "specialist", "review")
    doing.tell(cast, doing.respondent(cast), "evidence", was_told=False)
    doing.step(cast, "specialist", "review")
    with pytest.raises(Forbidden, match="a lead"):
        doing.approve(cast, "specialist")
    doing.approve(cast, "lead", comment="Agreed.")
    doing.decision(cast)
    doing.step(cast, "lead", "decide", reason="A written warning, and training.")

    with pytest.raises(IllegalStep) as refused:
        doing.close(cast)
    assert [why.guard for why in refused.value.whys] == ["parties_told"]
    doing.tell(cast, doing.respondent(cast), "outcome", was_told=False)
    doing.say(cast, "The matter was looked into and something was done.", topic="outcome")
    with pytest.raises(IllegalStep, match="can be appealed until"):
        doing.close(cast)
    doing.close(cast, override=True)

    shown = doing.shown(cast, "lead")
    assert (shown.case.state, shown.closures[0].result) == ("closed", "action taken")
    assert [(point.state, point.status) for point in shown.track] == [
        ("received", "done"), ("in triage", "done"), ("planned", "done"), ("under investigation", "done"),
        ("findings in review", "done"), ("awaiting decision", "done"), ("in action", "done"), ("closed", "now"),
        ("aftercare", "next"), ("retained", "next"),
    ]  # fmt: skip
    assert shown.timeline[0].overridden == ("appeal_window_over",)
    with cast.database.reading() as db:
        assert verify(db) == []


def test_a_reason_is_asked_where_the_record_needs_one(cast: Cast) -> None:
    doing.step(cast, "specialist", "triage")
    with pytest.raises(IllegalStep, match="Write down why"):
        doing.step(cast, "specialist", "advise")
    doing.step(cast, "specialist", "advise", reason="They wanted to know where to turn.")
    assert doing.shown(cast, "specialist").timeline[0].text == "They wanted to know where to turn."


def test_informal_resolution_is_not_the_way_for_violence(cast: Cast) -> None:
    doing.step(cast, "specialist", "triage")
    doing.allege(cast, "violence")
    with pytest.raises(IllegalStep, match="informal resolution is not the way"):
        doing.step(cast, "specialist", "resolve", reason="Both want to talk.")
    with pytest.raises(Forbidden):
        doing.step(cast, "specialist", "resolve", reason="Both want to talk.", override=True)
    with pytest.raises(IllegalStep, match="both sides asked for it of their own accord"):
        doing.step(cast, "lead", "resolve", reason="It would be quicker.", override=True)


def test_whoever_investigated_approves_only_with_a_word_why(cast: Cast) -> None:
    doing.under_investigation(cast)
    doing.find(cast)
    doing.inform(cast)
    doing.step(cast, "specialist", "review")
    doing.assign(cast, "lead")
    with pytest.raises(IllegalStep, match="say why nobody else"):
        doing.approve(cast, "lead")
    doing.approve(cast, "lead", alone_because="The firm has one person for this, the alternate is ill.")
    approval = doing.shown(cast, "lead").approvals[0]
    assert approval.reason == "The firm has one person for this, the alternate is ill."


@pytest.mark.parametrize("lines", [("P-7", "P-7"), ("P-8", "P-7"), ("P-9", "P-8")])
def test_a_second_account_of_whoever_investigated_is_the_same_person(cast: Cast, lines: tuple[str, str]) -> None:
    """Found by their line of the directory, or by two that are one person, though the case was never that account's."""
    doing.under_investigation(cast)
    doing.find(cast)
    doing.inform(cast)
    doing.step(cast, "specialist", "review")
    doing.report(cast)
    with cast.database.transaction() as db:
        for number, same in (("P-7", ""), ("P-8", "P-7"), ("P-9", "P-7"), ("P-10", "")):
            employee(db, number, f"Somebody {number}", same_as=same)
    _are(cast, *lines)
    with pytest.raises(IllegalStep, match="You investigated this yourself"):
        doing.approve(cast, "lead", reported=False)
    _are(cast, "P-10", lines[1])
    doing.approve(cast, "lead", reported=False)
    _are(cast, *lines)
    with pytest.raises(Forbidden, match="not its investigator"):
        doing.decision(cast)


def _are(cast: Cast, lead: str, specialist: str) -> None:
    with cast.database.transaction() as db:
        for name, number in (("lead", lead), ("specialist", specialist)):
            employees.link(db, db.get_one(Person, cast[name].id), number)


def test_findings_go_back_and_are_corrected_without_losing_the_first(cast: Cast) -> None:
    doing.under_investigation(cast)
    doing.find(cast)
    doing.inform(cast)
    doing.step(cast, "specialist", "review")
    with pytest.raises(IllegalStep, match="have them returned first"):
        doing.find(cast)
    with cast.database.transaction() as db:
        case = cast.case(db)
        course.return_findings(
            db, case, doing.room(db, cast["lead"], case), by=cast["lead"], version=case.version, comment="Hear Leo too."
        )
    doing.find(cast, "inconclusive", "Leo was not there.")
    findings = doing.shown(cast, "lead").allegations[0].findings
    assert [(one.finding, one.reason) for one in findings] == [
        ("inconclusive", "Leo was not there."),
        ("substantiated", "Two witnesses heard it."),
    ]


def test_a_withdrawal_is_decided_by_a_lead_and_ends_the_matter(cast: Cast) -> None:
    doing.under_investigation(cast)
    with cast.database.transaction() as db:
        case = cast.case(db)
        dialogue = doing.room(db, cast["reporter"], case, Compartment.DIALOGUE, cast["reporter"].id)
        withdrawals.ask_withdrawal(db, case, dialogue, by=cast["reporter"], words="I want this to stop.")
    doing.find(cast)
    with pytest.raises(IllegalStep, match="asked to withdraw"):
        doing.step(cast, "specialist", "review")
    for who in ("specialist", "lead"):
        with cast.database.transaction() as db:
            case, asked = cast.case(db), db.scalars(select(Withdrawal)).one()
            file = doing.room(db, cast[who], case)
            if who == "specialist":
                with pytest.raises(Forbidden):
                    withdrawals.decide_withdrawal(
                        db, case, file, asked, by=cast[who], goes_on=False, reason="No.", version=case.version
                    )
                continue
            withdrawals.decide_withdrawal(
                db,
                case,
                file,
                asked,
                by=cast[who],
                goes_on=False,
                reason="Their wish; no danger.",
                version=case.version,
            )
    doing.close(cast, outcome="withdrawn")
    shown = doing.shown(cast, "lead")
    assert (shown.case.state, shown.withdrawals[0].words) == ("closed", "I want this to stop.")


def test_a_paused_case_takes_no_step_and_goes_on_afterwards(cast: Cast) -> None:
    with cast.database.transaction() as db:
        case = cast.case(db)
        file = doing.room(db, cast["lead"], case)
        pauses.pause(
            db, case, file, by=cast["lead"], cause="police", why="They asked us to wait.", version=case.version
        )
    with pytest.raises(IllegalStep, match="The case is paused"):
        doing.step(cast, "specialist", "triage")
    with cast.database.transaction() as db:
        case = cast.case(db)
        pauses.resume(db, case, by=cast["specialist"], version=case.version)
    doing.step(cast, "specialist", "triage")
    assert doing.shown(cast, "lead").pauses[0].ended is not None


def test_a_closed_case_is_reopened_by_a_lead_and_the_closure_stays(cast: Cast) -> None:
    doing.closed(cast)
    with cast.database.transaction() as db:
        case = cast.case(db)
        file = doing.room(db, cast["lead"], case)
        closing.reopen(db, case, file, by=cast["lead"], reason="A new witness came.", version=case.version)
    shown = doing.shown(cast, "lead")
    assert (shown.case.state, shown.case.closed_at) == ("under investigation", None)
    assert (shown.closures[0].words, shown.closures[0].reason) == ("Done.", "A new witness came.")


def test_an_appeal_is_decided_by_somebody_with_no_part_in_it(cast: Cast) -> None:
    doing.closed(cast)
    doing.add_member(cast, "alternate")
    with cast.database.transaction() as db:
        case = cast.case(db)
        file = doing.room(db, cast["specialist"], case)
        appeals.appeal(
            db, case, file, by=cast["specialist"], party_id=doing.respondent(cast), grounds="I was not heard.",
            received_on=date(2026, 11, 21), version=case.version,
        )  # fmt: skip
    for who, allowed in (("lead", False), ("alternate", True)):
        with cast.database.transaction() as db:
            case, row = cast.case(db), db.scalars(select(Appeal)).one()
            file = doing.room(db, cast[who], case)
            if not allowed:
                with pytest.raises(Forbidden):
                    appeals.decide_appeal(
                        db, case, file, row, by=cast[who], result="dismissed", reason="No.", version=case.version
                    )
                continue
            appeals.decide_appeal(
                db, case, file, row, by=cast[who], result="dismissed", reason="They were.", version=case.version
            )
    shown = doing.shown(cast, "alternate")
    assert (shown.case.state, shown.appeals[0].result) == ("in action", "dismissed")


def test_an_action_that_is_not_done_keeps_the_case_open(cast: Cast) -> None:
    doing.decided(cast)
    with cast.database.transaction() as db:
        case = cast.case(db)
        file = doing.room(db, cast["lead"], case)
        tasks.add(
            db, case, file, by=cast["lead"], what="Move back to days", due_on=date(2026, 11, 30),
            owner_id=cast["specialist"].id,
        )  # fmt: skip
    with pytest.raises(IllegalStep, match="Actions that are not done: 1"):
        doing.close(cast)
    with cast.database.transaction() as db:
        case = cast.case(db)
        row = db.scalars(select(Task)).one()
        tasks.done(db, case, doing.room(db, cast["specialist"], case), row, by=cast["specialist"], outcome="Done.")
    assert doing.shown(cast, "lead").tasks[0].outcome == "Done."


def test_a_new_name_asks_every_reader_again(cast: Cast) -> None:
    from casework.cases.actions.newcomers import NewParty

    doing.add_party(cast, NewParty("witness", "Imani Brooks"))
    with cast.database.reading() as db:
        found = record.entry(db, cast["specialist"], cast.number)
        assert found is not None
        assert found.matter.declared == {cast["lead"].id}
    assert doing.shown(cast, "specialist").narrative is None
    doing.declare(cast, "specialist")
    assert doing.shown(cast, "specialist").narrative is not None
