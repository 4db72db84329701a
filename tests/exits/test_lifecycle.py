"""The workflow as a table: no path leads past what has to hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.cases.lifecycle import IllegalStep
from casework.exits.lifecycle import OVER, REVIEWED, STATES, WORKFLOW, Facts, after

NAMES = sorted({step.name for step in WORKFLOW.steps})
facts = st.builds(
    Facts,
    state=st.sampled_from(sorted(STATES)),
    heard=st.booleans(),
    answered=st.booleans(),
    ran_out=st.booleans(),
    written_down=st.booleans(),
    reason=st.booleans(),
)


@given(st.sampled_from(NAMES), facts)
def test_a_step_is_possible_exactly_when_nothing_stands_in_its_way(name: str, found: Facts) -> None:
    whys = WORKFLOW.why_not(name, found)
    if whys:
        with pytest.raises(IllegalStep) as refused:
            after(name, found)
        assert refused.value.reasons == [why.said for why in whys]
        assert all(str(why).strip() for why in whys)
    else:
        step = WORKFLOW.step(name, found.state)
        assert step is not None
        assert after(name, found) == step.end


@given(st.lists(st.tuples(st.sampled_from(NAMES), facts), max_size=12))
def test_nothing_is_reviewed_that_was_not_answered_and_heard(walk: list[tuple[str, Facts]]) -> None:
    state, taken = "planned", []
    for name, found in walk:
        try:
            state = after(name, Facts(state, found.heard, found.answered, found.ran_out, found.written_down))
        except IllegalStep:
            continue
        taken.append((name, found))
    if state == REVIEWED:
        complete = [found for name, found in taken if name == "complete"]
        assert complete
        assert all(found.heard and found.answered for found in complete)
        assert taken[-1][1].written_down
    assert "cancel" not in [name for name, _ in taken], "no reason was ever given"


def test_what_is_over_stays_over_but_for_a_new_invitation() -> None:
    able = {state: {step.name for step in WORKFLOW.steps if state in step.starts} for state in OVER}
    assert able == {"reviewed": set(), "declined": set(), "cancelled": set(), "expired": {"invite", "cancel"}}
