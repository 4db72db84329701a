"""Quarters of the calendar, and when one is over."""

from datetime import UTC, date, datetime, timedelta

import pytest

from casework.figures import quarters

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "name"),
    [(date(2026, 1, 1), "2026Q1"), (date(2026, 3, 31), "2026Q1"), (date(2026, 9, 30), "2026Q3")],
)
def test_a_day_lies_in_one(day: date, name: str) -> None:
    assert quarters.of(day) == name
    assert quarters.first_day(name) <= day <= quarters.last_day(name)
    assert quarters.preceding(quarters.following(name)) == name


def test_it_is_over_by_the_clock_of_the_organisation_and_some_time_after() -> None:
    midnight = datetime(2026, 9, 30, 22, tzinfo=UTC)  # in Berlin it is October now
    assert quarters.closed(midnight, "Europe/Berlin", timedelta(0)) == "2026Q3"
    assert quarters.closed(midnight, "UTC", timedelta(0)) == "2026Q2"
    assert quarters.closed(midnight, "Europe/Berlin", DAY) == "2026Q2"
    assert quarters.closed(midnight + DAY, "Europe/Berlin", DAY) == "2026Q3"


def test_names_and_what_is_none() -> None:
    assert list(quarters.through("2025Q3", "2026Q2")) == ["2025Q3", "2025Q4", "2026Q1", "2026Q2"]
    assert list(quarters.through("2026Q3", "2026Q2")) == []
    for wrong in ("2026Q5", "26Q1", "2026Q1.csv", "", "2026q1"):
        assert not quarters.is_name(wrong)
        with pytest.raises(ValueError, match="2026Q3"):
            quarters.first_day(wrong)
