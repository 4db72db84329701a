"""The workflows as tables: whatever a case is like, no path leads past what has to hold."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.cases.lifecycle import WORKFLOWS, Alleged, Facts, IllegalStep, Workflow, next_steps, why_not
from casework.cases.lifecycle.kinds import GRAVE
from casework.clocks.policy import REVIEWED, TERMINATION

TODAY = date(2026, 11, 21)
KINDS = sorted(WORKFLOWS)
allegations = st.lists(
    st.builds(Alleged, st.integers(1, 9), st.sampled_from(["harassment", "violence"]), st.booleans(), st.booleans()),
    max_size=3,
).map(tuple)


@st.composite
def cases(draw: st.DrawFn) -> tuple[str, Facts]:
    kind = draw(st.sampled_from(KINDS))
    return kind, draw(
        st.builds(
            Facts,
            state=st.sampled_from(sorted(WORKFLOWS[kind].states)),
            today=st.just(TODAY),
            paused=st.booleans(),
            allegations=allegations,
            has_investigator=st.booleans(),
            is_investigator=st.booleans(),
            approved=st.booleans(),
            respondents=st.integers(0, 2),
            uninformed=st.integers(0, 2),
            untold=st.integers(0, 2),
            open_actions=st.integers(0, 2),
            unanswered=st.integers(0, 2),
            open_measures=st.integers(0, 1),
            open_appeals=st.integers(0, 1),
            appeal_until=st.none() | st.dates(date(2026, 11, 1), date(2026, 12, 31)),
            withdrawal_open=st.booleans(),
            withdrawn=st.booleans(),
            spoke_up=st.booleans(),
            plan=st.sampled_from(["", "drawn up", "agreed"]),
            both_asked=st.booleans(),
            mediating=st.integers(0, 1),
            unreviewed=st.lists(st.sampled_from(REVIEWED), unique=True, max_size=3).map(tuple),
            deciding=st.sampled_from(["", "no action", TERMINATION]),
        )
    )


@given(cases())
def test_a_step_is_possible_exactly_when_nothing_stands_in_its_way(case: tuple[str, Facts]) -> None:
    kind, facts = case
    flow = WORKFLOWS[kind]
    for name in {step.name for step in flow.steps}:
        whys = flow.why_not(name, facts)
        if whys:
            with pytest.raises(IllegalStep) as refused:
                flow.after(name, facts)
            assert refused.value.reasons == [why.said for why in whys]
        else:
            step = flow.step(name, facts.state)
            assert step is not None
            assert flow.after(name, facts) == step.end


@given(cases())
def test_only_what_may_be_gone_past_is_gone_past(case: tuple[str, Facts]) -> None:
    kind, facts = case
    flow = WORKFLOWS[kind]
    for name in {step.name for step in flow.steps}:
        whys = flow.why_not(name, facts)
        everything = {why.guard for why in whys}
        if all(why.overridable for why in whys):
            assert flow.after(name, facts, everything) in flow.states
        else:
            with pytest.raises(IllegalStep):
                flow.after(name, facts, everything)


@given(cases())
def test_an_investigated_case_never_closes_over_an_allegation_without_a_finding(case: tuple[str, Facts]) -> None:
    kind, facts = case
    flow = WORKFLOWS[kind]
    whys = flow.why_not("close", facts)
    past = {why.guard for why in whys if why.overridable}
    try:
        flow.after("close", facts, past)
    except IllegalStep:
        return
    if facts.state in ("in action", "appeal window"):
        assert all(allegation.found for allegation in facts.allegations)
        assert (facts.open_actions, facts.untold, facts.open_appeals) == (0, 0, 0)
    elif not all(allegation.found for allegation in facts.allegations):
        assert facts.state in ("no case", *(name for name in flow.states if "each_found" in past))


@given(cases())
def test_what_waits_for_counsel_goes_on_by_their_word_or_a_leads_reason_alone(case: tuple[str, Facts]) -> None:
    """Findings are approved, and a termination decided, with nothing that counsel has not agreed to."""
    kind, facts = case
    flow, step = WORKFLOWS[kind], "decide" if kind == "disciplinary" else "approve"
    findings = set(facts.unreviewed) - {TERMINATION}
    waits = TERMINATION in facts.unreviewed and facts.deciding == TERMINATION
    whys = {why.guard for why in flow.why_not(step, facts)}
    if flow.step(step, facts.state) is not None:
        assert ("counsel_agreed" in whys) == bool(waits or findings)
    if "counsel_agreed" in whys:
        with pytest.raises(IllegalStep):
            flow.after(step, facts, whys - {"counsel_agreed"})
        if whys == {"counsel_agreed"}:
            assert flow.after(step, facts, {"counsel_agreed"}) in flow.states
    elsewhere = {one.name for one in flow.steps} - {step}
    assert all("counsel_agreed" not in {why.guard for why in flow.why_not(name, facts)} for name in elsewhere)


@given(cases(), st.lists(st.integers(0, 30), max_size=12))
def test_whatever_one_clicks_an_end_has_its_findings(case: tuple[str, Facts], choices: list[int]) -> None:
    """A walk by possible steps alone, nothing gone past, from a new case."""
    kind, facts = case
    flow = WORKFLOWS[kind]
    facts = replace(facts, state=flow.path[0], withdrawn=False)
    for choice in choices:
        possible = [step for step in flow.next_steps(facts) if step.possible]
        if not possible:
            break
        before = facts.state
        facts = replace(facts, state=flow.after(possible[choice % len(possible)].step.name, facts))
        if facts.state == "closed" and before != "no case":
            assert all(allegation.found for allegation in facts.allegations)
            assert not facts.unanswered


@given(cases())
def test_the_page_offers_every_step_from_here_with_its_reasons(case: tuple[str, Facts]) -> None:
    kind, facts = case
    offered = next_steps(kind, facts)
    assert {step.step.name for step in offered} == {s.name for s in WORKFLOWS[kind].steps if facts.state in s.starts}
    for step in offered:
        assert list(step.whys) == why_not(kind, step.step.name, facts)
        assert all(str(why).endswith(".") for why in step.whys)


@pytest.mark.parametrize("kind", KINDS)
def test_every_state_is_reached_and_none_but_the_last_is_a_dead_end(kind: str) -> None:
    flow = WORKFLOWS[kind]
    reached, waiting = set[str](), [flow.path[0]]
    while waiting:
        state = waiting.pop()
        if state not in reached:
            reached.add(state)
            waiting += [step.end for step in flow.steps if state in step.starts]
    assert reached == set(flow.states)
    assert {state for state in flow.states if not any(state in step.starts for step in flow.steps)} == set()


def test_grave_issues_are_named_by_their_allegation() -> None:
    assert {"violence", "sexual harassment"} == GRAVE
    facts = Facts("in triage", TODAY, allegations=(Alleged(2, "violence"),))
    (why,) = WORKFLOWS["harassment"].why_not("resolve", facts)
    assert (why.anchor, why.overridable) == ("#allegation-2", True)


def test_only_two_who_asked_for_it_talk_over_what_is_grave() -> None:
    facts = Facts("in triage", TODAY, allegations=(Alleged(1, "violence"),), both_asked=False)
    flow: Workflow[Facts] = WORKFLOWS["harassment"]
    assert [why.overridable for why in flow.why_not("resolve", facts)] == [True, False]
    with pytest.raises(IllegalStep, match="of their own accord"):
        flow.after("resolve", facts, {"mediation_fits", "both_asked"})
    assert flow.after("resolve", replace(facts, both_asked=True), {"mediation_fits"}) == "informal resolution"
    mild = replace(facts, allegations=(Alleged(1, "conflict"),))
    assert flow.after("resolve", mild) == "informal resolution"


@pytest.mark.parametrize(("plan", "why"), [("", "No plan is drawn up"), ("drawn up", "Nobody has agreed to the plan")])
def test_nobody_investigates_without_a_plan_but_by_a_word_why(plan: str, why: str) -> None:
    flow: Workflow[Facts] = WORKFLOWS["grievance"]
    facts = Facts("planned", TODAY, allegations=(Alleged(1),), has_investigator=True, plan=plan)
    with pytest.raises(IllegalStep, match=why):
        flow.after("investigate", facts)
    assert flow.after("investigate", facts, {"planned"}) == "under investigation"
    assert flow.after("investigate", replace(facts, plan="agreed")) == "under investigation"


def test_what_is_being_talked_over_ends_before_the_case_goes_on() -> None:
    flow: Workflow[Facts] = WORKFLOWS["grievance"]
    facts = Facts("informal resolution", TODAY, allegations=(Alleged(1),), has_investigator=True, mediating=1)
    for step, end in (("plan", "planned"), ("triage again", "in triage")):
        with pytest.raises(IllegalStep, match="has not ended"):
            flow.after(step, facts)
        assert flow.after(step, facts, {"mediation_ended"}) == end
        assert flow.after(step, replace(facts, mediating=0)) == end


def test_a_step_that_starts_elsewhere_says_where_the_case_is() -> None:
    flow: Workflow[Facts] = WORKFLOWS["grievance"]
    (why,) = flow.why_not("review", Facts("received", TODAY))
    assert str(why) == "Not possible while the case is “Received”."


@pytest.mark.parametrize(
    ("lacks", "why"),
    [
        (Alleged(3, found=True, measured=False), "names no standard of proof"),
        (Alleged(3, found=True, rests=False), "refers to no evidence"),
    ],
)
def test_a_finding_goes_to_review_with_what_it_rests_on_or_by_a_word_why(lacks: Alleged, why: str) -> None:
    flow: Workflow[Facts] = WORKFLOWS["grievance"]
    facts = Facts("under investigation", TODAY, allegations=(Alleged(1, found=True), lacks))
    with pytest.raises(IllegalStep, match=f"allegation 3 {why}"):
        flow.after("review", facts)
    assert flow.why_not("review", facts)[0].anchor == "#allegation-3"
    assert flow.after("review", facts, {"each_grounded"}) == "findings in review"
    assert flow.after("review", replace(facts, allegations=facts.allegations[:1])) == "findings in review"


def test_findings_are_approved_once_a_report_says_them_or_by_a_word_why() -> None:
    flow: Workflow[Facts] = WORKFLOWS["grievance"]
    facts = Facts("findings in review", TODAY, allegations=(Alleged(1, found=True),), reported=False)
    with pytest.raises(IllegalStep, match="No report was put to approval"):
        flow.after("approve", facts)
    assert flow.after("approve", facts, {"report_finished"}) == "awaiting decision"
    assert flow.after("approve", replace(facts, reported=True)) == "awaiting decision"
