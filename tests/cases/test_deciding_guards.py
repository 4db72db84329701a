"""What deciding waits for, in both workflows: each guard refused once in its words and passed once; and no override,
whatever is gone past, dismisses anybody where the dismissal would be void."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.cases.lifecycle import WORKFLOWS, Facts, IllegalStep
from casework.cases.lifecycle.ladder import DISCIPLINE, OUTCOMES
from casework.clocks.policy import TERMINATION

READY = {
    "harassment": Facts("awaiting decision", date(2026, 11, 21), approved=True),
    "disciplinary": Facts("hearing", date(2026, 11, 21)),
}
HARD, PAST = False, True
GUARDS = [
    ("each_decided", {"undecided": 2}, {}, "Respondents of whom nothing is decided yet: 2.", HARD),
    ("bodies_heard", {"unasked": ("Works council",), "deciding": TERMINATION}, {"deciding": "written"},
     "Generally void without it: Works council.", HARD),
    ("bodies_asked", {"unasked_beside": ("Representatives",), "deciding": TERMINATION}, {"unasked_beside": ()},
     "The law generally asks for this before a dismissal: Representatives.", PAST),
    ("just_cause_tested", {"untested": 1}, {}, "its questions on just cause are not answered", PAST),
    ("retaliation_reviewed", {"spoke_up": True, "deciding": "written"}, {"deciding": "coaching", "spoke_up": True},
     "a retaliation review comes first", PAST),
]  # fmt: skip
ONE_WAY = [
    ("disciplinary", "hearing_held", {"unheard": 1}, "Respondents who were not heard, nor is it written why not: 1."),
    ("harassment", "termination_agreed", {"unreviewed": (TERMINATION,), "deciding": TERMINATION},
     "A termination waits until counsel has agreed"),
]  # fmt: skip


@pytest.mark.parametrize("kind", READY)
@pytest.mark.parametrize(("guard", "missing", "passes", "says", "past"), GUARDS)
def test_each_is_refused_in_words_and_passed(
    kind: str, guard: str, missing: dict[str, object], passes: dict[str, object], says: str, past: bool
) -> None:
    flow, ready = WORKFLOWS[kind], READY[kind]
    [why] = flow.why_not("decide", replace(ready, **missing))  # type: ignore[arg-type]
    assert (why.guard, why.overridable) == (guard, past)
    assert says in str(why)
    assert why.anchor
    assert flow.why_not("decide", replace(ready, **passes)) == []  # type: ignore[arg-type]


@pytest.mark.parametrize(("kind", "guard", "missing", "says"), ONE_WAY)
def test_what_one_workflow_alone_asks(kind: str, guard: str, missing: dict[str, object], says: str) -> None:
    flow, ready = WORKFLOWS[kind], READY[kind]
    [why] = flow.why_not("decide", replace(ready, **missing))  # type: ignore[arg-type]
    assert (why.guard, why.overridable) == (guard, PAST)
    assert says in str(why)
    assert flow.after("decide", ready) in flow.states


@given(
    st.sampled_from(sorted(READY)), st.sampled_from(sorted(OUTCOMES)), st.booleans(), st.booleans(),
    st.integers(0, 2), st.integers(0, 2), st.booleans(),
)  # fmt: skip
def test_nobody_is_dismissed_past_a_body_without_whom_it_is_void(
    kind: str, outcome: str, unasked: bool, beside: bool, untested: int, unheard: int, spoke: bool
) -> None:
    flow = WORKFLOWS[kind]
    facts = replace(
        READY[kind], deciding=outcome, unasked=("Works council",) * unasked, unasked_beside=("Others",) * beside,
        untested=untested, unheard=unheard, spoke_up=spoke,
    )  # fmt: skip
    every = {why.guard for why in flow.why_not("decide", facts)}
    void = unasked and outcome == TERMINATION
    assert ("bodies_heard" in every) == void
    assert ("retaliation_reviewed" in every) == (spoke and outcome in DISCIPLINE)
    if void:
        with pytest.raises(IllegalStep, match="Generally void"):
            flow.after("decide", facts, every)
    else:
        assert flow.after("decide", facts, every) in flow.states
