"""The workflow as a table: consent before anybody outside is asked, and an end is an end."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.cases.lifecycle import IllegalStep
from casework.eap.kinds import KINDS, SELF
from casework.eap.lifecycle import CONCLUDED, CONSENTED, OF_EMPLOYEE, OVER, REFERRAL, STATES, Facts, first_state

STEPS = sorted({step.name for step in REFERRAL.steps})
facts = st.builds(
    Facts,
    st.sampled_from(sorted(STATES)),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.integers(0, 2),
)
walks = st.lists(st.tuples(st.sampled_from(STEPS), facts), max_size=14)


@given(st.sampled_from(sorted(KINDS)), walks)
def test_no_path_reaches_the_conclusion_without_consent(kind: str, walk: list[tuple[str, Facts]]) -> None:
    state = first_state(kind)
    been = [state]
    for name, around in walk:
        here = replace(around, state=state)
        if REFERRAL.why_not(name, here):
            continue
        state = REFERRAL.after(name, here)
        been.append(state)
    if CONCLUDED in been:
        assert CONSENTED in been[: been.index(CONCLUDED)]
    if set(been) & OVER:
        assert been[-1] in OVER
        assert len(set(been) & OVER) == 1
    if kind == SELF:
        assert been[0] == CONSENTED


@given(facts)
def test_every_refusal_says_why_and_nothing_gets_past_it(here: Facts) -> None:
    for name in STEPS:
        whys = REFERRAL.why_not(name, here)
        if not whys:
            assert REFERRAL.after(name, here) in STATES
            continue
        with pytest.raises(IllegalStep) as refused:
            REFERRAL.after(name, here, {why.guard for why in whys})
        assert refused.value.reasons == [why.said for why in whys]
        assert all(str(reason).endswith(".") for reason in refused.value.reasons)


@pytest.mark.parametrize("state", sorted(OVER))
def test_what_is_over_goes_nowhere(state: str) -> None:
    best = Facts(state, reached=True, placed=True, confirmed=True, met=True)
    assert not REFERRAL.next_steps(best)


def test_the_employee_can_end_it_from_anywhere() -> None:
    for state in set(STATES) - OVER:
        ways = {step.step.name for step in REFERRAL.next_steps(Facts(state)) if step.possible}
        assert ways & {"decline", "withdraw"} <= OF_EMPLOYEE
        assert ways & {"decline", "withdraw"}
