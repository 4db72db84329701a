"""Which decided cases are alike, whatever there is of them; what is usual; and that no number stands for a few."""

from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from casework.cases.lifecycle import OUTCOMES, comparators
from casework.cases.lifecycle.comparators import (
    FULL,
    HISTORY_CODES,
    ISSUE_CODES,
    OUTCOME_CODES,
    RANK,
    SEVERITY_CODES,
    Comparator,
)
from casework.cases.lifecycle.kinds import ISSUES
from casework.discipline import comparing
from casework.discipline.comparing import ENOUGH, EVERY, KINDRED, LEAST, Like

ISSUE = st.sampled_from(("theft", "data", "attendance", "performance", "pay"))
SEVERITY = st.sampled_from(("", *SEVERITY_CODES))
HISTORY = st.sampled_from(HISTORY_CODES)
COUNTRY = st.sampled_from(("", "NL", "DE"))
DECIDED = st.builds(
    Comparator, st.integers(1, 2**63 - 1), ISSUE, SEVERITY, HISTORY, st.sampled_from(OUTCOME_CODES), COUNTRY,
    st.builds("{}Q{}".format, st.integers(2000, 2090), st.integers(1, 4)),
)  # fmt: skip
LIKE = st.builds(Like, ISSUE, SEVERITY, HISTORY, COUNTRY)
THEFT = Like("theft", "medium", "", "NL")


def decided(outcome: str, number: int, **other: str) -> list[Comparator]:
    said = {"issue": "theft", "severity": "medium", "history": "", "country": "NL", "quarter": "2026Q3"} | other
    return [Comparator(at + 1, outcome=outcome, **said) for at in range(number)]


def compare(like: Like, records: Sequence[Comparator]) -> comparing.Found:
    return comparing.compare(like, Counter(map(comparators.kind_of, records)))


def test_every_issue_and_every_outcome_has_its_code() -> None:
    assert set(ISSUE_CODES) == set(ISSUES)
    assert set(OUTCOME_CODES) == set(OUTCOMES) == set(RANK)
    assert len(ISSUE_CODES) == len(set(ISSUE_CODES))
    taken = [issue for those in KINDRED for issue in those]
    assert sorted(taken) == sorted(ISSUES)


@given(DECIDED)
@example(Comparator(2**63 - 1, "agreement", "critical", "final written", "termination", "", "2099Q4"))
def test_a_record_says_what_was_put_into_it(record: Comparator) -> None:
    assert comparators.unpacked(comparators.packed(record)) == record


@given(st.lists(DECIDED, max_size=40, unique_by=lambda one: one.id))
def test_a_page_is_as_long_as_any_other_and_in_no_order_of_time(records: list[Comparator]) -> None:
    page = comparators.page([comparators.packed(one) for one in records])
    assert page == comparators.page([comparators.packed(one) for one in reversed(records)])
    assert len(page) == len(comparators.page([]))
    assert sorted(map(comparators.unpacked, comparators.records(page))) == sorted(records)
    tallied = comparators.tally([page, comparators.page([])])
    assert tallied == Counter(map(comparators.kind_of, records))


def test_a_page_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="no page"):
        list(comparators.records(b"casework page 01" + bytes(3)))
    with pytest.raises(ValueError, match="too many"):
        comparators.page([bytes([1]) * 16] * (FULL + 1))


@given(LIKE, st.lists(DECIDED, max_size=70, unique_by=lambda one: one.id))
def test_each_step_takes_in_what_the_one_before_did_and_the_first_that_is_enough_is_the_last(
    like: Like, records: list[Comparator]
) -> None:
    found = compare(like, records)
    assert list(found.counts) == sorted(found.counts)
    assert all(count < ENOUGH for count in found.counts[:-1])
    assert found.total >= ENOUGH or (found.step == EVERY and found.total == len(records))
    alike = [one for one in records if comparing.takes_in(found, one)]
    assert len(alike) == found.total == sum(found.outcomes.values())
    assert Counter(one.outcome for one in alike) == Counter(found.outcomes)
    same = [one for one in records if (one.issue, one.severity, one.history, one.country) == like]
    assert found.counts[0] == len(same)
    assert set(same) <= set(alike)


@given(LIKE, st.lists(DECIDED, max_size=70, unique_by=lambda one: one.id), st.sampled_from(OUTCOME_CODES))
def test_what_is_usual_departs_from_nothing_and_at_most_half_departs(
    like: Like, records: list[Comparator], outcome: str
) -> None:
    found = compare(like, records)
    if found.usual is None:
        assert not found.departs(outcome)
        return
    outside = sum(number for one, number in found.outcomes.items() if found.departs(one))
    assert outside <= found.total / 2
    middle = sorted(RANK[one] for one, number in found.outcomes.items() for _ in range(number))[found.total // 2]
    assert found.usual[0] <= middle <= found.usual[1]


@given(st.dictionaries(st.sampled_from(OUTCOME_CODES), st.integers(0, 30)))
def test_no_number_on_the_page_stands_for_fewer_than_five(outcomes: dict[str, int]) -> None:
    cells = comparing.cells(outcomes)
    total = sum(outcomes.values())
    assert bool(cells) is (total >= LEAST)
    if cells:
        assert all(cell.number == 0 or cell.number >= LEAST for cell in cells)
        assert sum(cell.number for cell in cells) == total
        said = [name for cell in cells for name in cell.outcomes]
        assert sorted(said) == sorted(OUTCOME_CODES)
        assert [RANK[name] for name in said] == sorted(RANK[name] for name in said)
        for cell in cells:
            assert cell.number == sum(outcomes.get(name, 0) for name in cell.outcomes)


def test_what_is_like_a_theft_of_medium_weight_in_the_netherlands() -> None:
    far = decided("termination", 30, issue="pay")
    few = decided("written", 6) + decided("verbal", 5, country="DE")
    assert compare(THEFT, few + far).counts == (6, 11, 11, 11, 11, 11, 11, 41)
    kindred = compare(THEFT, few + far + decided("written", 9, issue="data"))
    assert kindred.counts == (6, 11, 11, 11, 11, 20)
    assert kindred.usual == (RANK["verbal"], RANK["written"])
    assert kindred.departs("termination")
    assert not kindred.departs("verbal")
    warned = compare(THEFT, few + decided("final written", 9, history="verbal"))
    assert warned.counts == (6, 11, 20)


def test_decisions_of_any_issue_call_nothing_usual() -> None:
    found = compare(THEFT, decided("termination", 40, issue="pay"))
    assert found.step == EVERY
    assert found.usual is None
    assert not found.departs("no action")


def test_one_person_is_counted_with_the_next_on_the_ladder() -> None:
    cells = comparing.cells({"written": 19, "termination": 1})
    assert [cell.number for cell in cells if cell.number] == [20]
    cells = comparing.cells({"verbal": 9, "written": 10, "suspension": 1, "termination": 6})
    assert [(cell.outcomes, cell.number) for cell in cells if cell.number] == [
        (("verbal",), 9), (("written",), 10), (("suspension", "demotion", "termination"), 7)
    ]  # fmt: skip
