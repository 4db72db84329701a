"""Every guard of both workflows, at every step that has it: refused once, in its words, and passed once."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from casework.cases.lifecycle import Alleged, Facts, IllegalStep, Need, Step, Workflow
from casework.cases.lifecycle.diagram import FLOWS
from casework.clocks.policy import DISCRIMINATION, TERMINATION

TODAY = date(2026, 11, 22)
DISMISSED = {"deciding": TERMINATION}
FOUND = Alleged(1, "conduct", found=True)
WHOLE = Facts(
    "received", TODAY, allegations=(FOUND,), has_investigator=True, approved=True, respondents=1, withdrawn=True,
)  # fmt: skip
"""Nothing stands in the way of anything."""
REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "not_paused": ({"paused": True}, "The case is paused"),
    "withdrawal_decided": ({"withdrawal_open": True}, "a lead decides that first"),
    "withdrawal_accepted": ({"withdrawn": False}, "No withdrawal was accepted."),
    "alleged": ({"allegations": ()}, "No allegation is written down yet."),
    "each_against_somebody": ({"allegations": (replace(FOUND, against_somebody=False),)}, "is against nobody yet."),
    "investigator": ({"has_investigator": False}, "Nobody is assigned to investigate."),
    "mediation_fits": ({"allegations": (replace(FOUND, issue="violence"),)}, "informal resolution is not the way."),
    "both_asked": (
        {"allegations": (replace(FOUND, issue="violence"),), "both_asked": False},
        "that both sides asked for it",
    ),
    "mediation_ended": ({"mediating": 1}, "A mediation has not ended"),
    "planned": ({"plan": ""}, "No plan is drawn up yet."),
    "each_found": ({"allegations": (replace(FOUND, found=False),)}, "Allegation 1 has no finding."),
    "each_grounded": ({"allegations": (replace(FOUND, rests=False),)}, "refers to no evidence"),
    "respondents_informed": ({"uninformed": 1}, "was not told what is alleged"),
    "evidence_shown": ({"unshown": 1}, "was not given the evidence to comment on"),
    "report_finished": ({"reported": False}, "No report was put to approval"),
    "findings_approved": ({"approved": False}, "The findings are not approved."),
    "counsel_agreed": (
        {"unreviewed": (TERMINATION, DISCRIMINATION), "deciding": TERMINATION},
        "until counsel has agreed",
    ),
    "termination_agreed": (
        {"unreviewed": (TERMINATION,), "deciding": TERMINATION},
        "A termination waits until counsel",
    ),
    "has_respondent": ({"respondents": 0}, "No respondent is named yet."),
    "retaliation_reviewed": ({"spoke_up": True}, "a retaliation review comes first."),
    "somebody_else_decides": ({"is_investigator": True}, "Whoever investigated does not decide."),
    "each_decided": ({"undecided": 2}, "of whom nothing is decided yet: 2."),
    "hearing_held": ({"unheard": 1}, "Respondents who were not heard"),
    "bodies_heard": (
        {"unasked": ("Works council",), "deciding": TERMINATION},
        "Generally void without it: Works council.",
    ),
    "bodies_asked": ({"unasked_beside": ("Office",), **DISMISSED}, "generally asks for this before a dismissal"),
    "just_cause_tested": ({"untested": 1}, "questions on just cause are not answered."),
    "actions_done": ({"open_actions": 3}, "Actions that are not done: 3."),
    "parties_told": ({"untold": 2}, "without a word why not: 2."),
    "messages_answered": ({"unanswered": 1}, "Messages without an answer: 1."),
    "no_open_appeal": ({"open_appeals": 1}, "An appeal is not decided yet."),
    "appeal_window_over": ({"appeal_until": date(2026, 11, 30)}, "can be appealed until 30 Nov 2026."),
    "proceedings_ended": ({"open_proceedings": 1}, "that have not ended: 1."),
    "checks_done": ({"open_checks": 1}, "not answered, done or given up: 1."),
}
"""What is changed of a case that is whole, and the words of the refusal."""
EACH = [
    pytest.param(flow, step, start, need, id=f"{name}: {step.label} from {start}, {need.guard.name}")
    for name, flow in FLOWS.items()
    for step in flow.steps
    for start in step.starts
    for need in step.needs
]


def test_no_guard_was_forgotten() -> None:
    named = {need.guard.name for flow in FLOWS.values() for step in flow.steps for need in step.needs}
    assert named == REFUSED.keys()


@pytest.mark.parametrize("each", [EACH])
def test_each_guard_at_each_step_is_refused_in_its_words_and_passed(each: list[Any]) -> None:
    """In one go: there are several hundred of them."""
    for flow, step, start, need in (one.values for one in each):
        _refused_and_passed(flow, step, start, need)


def _refused_and_passed(flow: Workflow[Facts], step: Step[Facts], start: str, need: Need[Facts]) -> None:
    changed, words = REFUSED[need.guard.name]
    whole = replace(WHOLE, state=start)
    assert flow.after(step.name, whole) == step.end
    lacking = replace(whole, **changed)
    with pytest.raises(IllegalStep) as refused:
        flow.after(step.name, lacking)
    said = {why.guard: why for why in refused.value.whys}
    assert words in str(said[need.guard.name])
    assert said[need.guard.name].anchor
    past = {why.guard for why in refused.value.whys if why.overridable}
    assert (need.guard.name in past) == need.override
    if past == said.keys():
        assert flow.after(step.name, lacking, past) == step.end
