"""The ladder: which warnings stand on a day, what is gravest, and what it says of the next rung."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from casework.cases.lifecycle.ladder import OUTCOMES, RUNGS, WARNINGS, expiry, gravest, ladder, stands

days = st.dates(date(2020, 1, 1), date(2030, 1, 1))
levels = st.sampled_from(sorted(WARNINGS))


@given(days, st.integers(1, 60), st.none() | days, days)
def test_a_warning_stands_from_its_first_day_through_its_last_and_not_after_it_ended(
    issued: date, months: int, ended: date | None, today: date
) -> None:
    last = expiry(issued, months)
    found = stands(issued, last, ended, today)
    assert found == (issued <= today <= last and not (ended and ended <= today))
    if ended is None:
        assert stands(issued, last, None, last)
        assert not stands(issued, last, None, last + timedelta(days=1))


@given(st.lists(st.tuples(levels, days), max_size=6))
def test_the_ladder_shows_what_stands_and_one_rung_above_it(standing: list[tuple[str, date]]) -> None:
    rungs = ladder(standing)
    assert [rung.name for rung in rungs] == list(RUNGS)
    reached = {rung.name: rung.until for rung in rungs if rung.until}
    assert reached == {level: max(day for other, day in standing if other == level) for level, _day in standing}
    follows = [rung.name for rung in rungs if rung.follows]
    if not standing:
        assert follows == []
    else:
        top = max(RUNGS.index(level) for level in reached)
        assert follows == [RUNGS[top + 1]]


@given(st.lists(st.sampled_from([*OUTCOMES, "training for all", ""]), max_size=5))
def test_the_gravest_of_several_is_what_a_case_is_counted_by(outcomes: list[str]) -> None:
    known = [word for word in OUTCOMES if word in outcomes]
    assert gravest(outcomes) == (known[-1] if known else "")
