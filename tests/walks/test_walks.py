"""Whatever anybody does in whatever order, a case stays whole. `make walks` goes ten thousand ways."""

import os
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from casework import vault
from casework.people import Role
from tests.cast import Cast, person

from .walking import Walk

WALKS, STEPS = int(os.environ.get("WALKS", "40")), 12
MANY = 1000
ALL = (
    "take", "approve", "return_findings", "close", "reopen", "appeal", "decide", "propose", "find", "drop", "agree",
    "draw_up", "put", "pause", "resume", "ask_withdrawal", "decide_withdrawal", "record", "call",
)  # fmt: skip
"""What must have gone through, and been refused, among so many."""
NEVER_REFUSED = {"ask_withdrawal", "record"}
HEALTH = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


@pytest.mark.in_turns
@pytest.mark.parametrize("part", range(2))
def test_a_walk_of_anybody_leaves_the_case_whole(cast: Cast, part: int) -> None:
    """Every state with its record, nobody's own work approved, nothing open in what is closed, everybody told or a
    reason; and the trail whole. `part`: of all the walks that were asked for."""
    with cast.database.transaction() as db:
        cast.actors["second"] = person(db, "second", Role.LEAD)
    with cast.database.reading() as db:
        receipt = vault.receipts.derive(vault.of(db), vault.receipts.make())

    class Walks(Walk):
        pass

    Walks.cast, Walks.receipt = replace(cast), receipt
    Walks.taken, Walks.refused = {}, {}
    run_state_machine_as_test(
        Walks, settings=settings(max_examples=WALKS // 2, stateful_step_count=STEPS, deadline=None,
                                 suppress_health_check=HEALTH),
    )  # fmt: skip
    assert {"take", "add", "declare"} <= Walks.taken.keys(), f"too little happened: {Walks.taken}"
    if WALKS >= MANY:
        assert set(ALL) <= Walks.taken.keys(), "some verb never went through"
        assert set(ALL) <= Walks.refused.keys() | NEVER_REFUSED, "some verb was never refused"
