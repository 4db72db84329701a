"""Interviews, wishes for a representative and two texts beside each other: what can follow from what."""

from hypothesis import given
from hypothesis import strategies as st

from casework.cases.lifecycle import IllegalStep
from casework.cases.lifecycle.heard import HEARD, PLANNED, ROLES, STATES, TALKING
from casework.cases.lifecycle.kinds import KINDS
from casework.investigations import questions
from casework.investigations.actions.interview_notes import read_seen, seen
from casework.investigations.comparing import GONE, NEW, SAME, differences, together
from casework.investigations.lifecycle import rights
from casework.investigations.lifecycle.interview import STEPS, WORKFLOW, Facts

TEXTS = st.text("ab \n", max_size=40)
WORDY = st.lists(st.sampled_from(["they", "said", "No", ".", "\n", "on", "Monday", "it’s"]), max_size=60).map(" ".join)


@given(st.lists(st.sampled_from([step.name for step in STEPS]), max_size=14), st.booleans(), st.sampled_from([
    rights.NONE, *rights.STATES]))  # fmt: skip
def test_a_walk_never_leaves_the_table_and_nobody_is_heard_unwarned_or_against_their_wish(
    walk: list[str], warned: bool, right: str
) -> None:
    state, talked = PLANNED, False
    for name in walk:
        facts = Facts(state, warning=True, warned=warned, right=right, noted=talked)
        try:
            state = WORKFLOW.after(name, facts)
        except IllegalStep:
            assert all(str(why) for why in WORKFLOW.why_not(name, facts))
            continue
        assert state in STATES
        talked = talked or state == TALKING
        if state == TALKING:
            assert warned
            assert right not in (*rights.WAITS, *rights.OVER)
        assert talked or state not in HEARD


@given(st.lists(st.sampled_from(sorted({step.name for step in rights.STEPS})), max_size=12))
def test_a_wish_stands_where_its_lines_lead_and_the_choice_is_never_taken_for_granted(lines: list[str]) -> None:
    state, offered = rights.NONE, False
    for line in lines:
        if line in {name for name, _label in rights.possible(state)}:
            before, state = state, rights.WORKFLOW.after(line, rights.Facts(state))
            offered = (offered or line == rights.OFFER) and line != rights.ASK
            if state == rights.WITHOUT and before != rights.WITHOUT:
                assert offered
    assert rights.standing(lines) == state


@given(TEXTS, TEXTS)
def test_two_texts_put_together_have_every_line_of_both_in_its_order(one: str, other: str) -> None:
    found = together(one, other).split("\n")
    for text in filter(None, (one, other)):
        rest = iter(found)
        assert all(line in rest for line in text.split("\n"))
    assert together(one, one) == one
    assert len(found) <= len(one.split("\n")) + len(other.split("\n"))


@given(WORDY, WORDY)
def test_a_comparison_by_words_gives_back_both_texts(before: str, after: str) -> None:
    found = differences(before, after)
    assert "".join(piece.text for piece in found if piece.kind != NEW) == before
    assert "".join(piece.text for piece in found if piece.kind != GONE) == after
    assert (before == after) == all(piece.kind == SAME for piece in found)


def test_a_long_statement_is_compared_paragraph_by_paragraph_and_gives_back_both_texts() -> None:
    before = "\n\n".join(f"Paragraph {number} says what was said on day {number}." for number in range(600))
    after = before.replace("on day 300", "in the night of day 300")
    found = differences(before, after)
    assert next(piece.text for piece in found if piece.kind == NEW).startswith("in the night")
    assert "".join(piece.text for piece in found if piece.kind != GONE) == after


@given(st.integers(0, 2**52), st.integers(0, 10**6))
def test_a_page_says_who_it_is_and_how_often_it_wrote(page: int, turn: int) -> None:
    assert read_seen(seen(page, turn)) == (page, turn)


def test_what_no_page_says_counts_as_none() -> None:
    for wrong in ("", "-", "1", "x-1", "1-x", "²-1", "1" * 30 + "-1", "-1-2"):
        assert read_seen(wrong) == (0, 0)


def test_each_role_has_open_questions_for_any_kind_and_every_set_is_one_that_could_be_typed() -> None:
    for role in ROLES:
        for kind in (questions.ANY, *KINDS):
            asked = list(questions.ready_for(role, kind))
            assert len(asked) >= 12
            assert questions.read("\n".join(asked)) == asked
            assert not questions.faults(asked)
    assert set(questions.ready()) <= {(role, kind) for role in ROLES for kind in (questions.ANY, *KINDS)}


def test_questions_are_read_as_people_type_lists() -> None:
    typed = "1. What happened?\n\n  2) When?\n- Where was   it?\n• Who else?\n2024 was when?\n"
    assert questions.read(typed) == ["What happened?", "When?", "Where was it?", "Who else?", "2024 was when?"]
    assert questions.faults([]) == [("none", 0)]
    assert questions.faults(["x" * 501]) == [("long", 1)]
    assert ("many", 61) in questions.faults(["x"] * 61)
