"""A month from receipt, two more with reasons, and still while it is unclear who asks."""

from calendar import monthrange
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from casework.clocks import Calendar
from casework.legal.lifecycle.request import clock

DAYS = st.dates(date(2026, 1, 1), date(2029, 12, 31))


def in_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@given(DAYS, st.sampled_from(["", "NL", "DE", "UK", "NO", "US"]), st.booleans())
def test_the_same_day_of_a_later_month_or_the_next_that_people_work(day: date, country: str, longer: bool) -> None:
    found, exact = clock(day, country, longer=longer).on, in_months(day, 3 if longer else 1)
    assert timedelta(0) <= found - exact <= timedelta(days=6)
    assert found.weekday() < 5
    if country == "NL":
        assert found == Calendar.at("NL").next_working(exact)


@given(DAYS, st.integers(0, 25), st.integers(0, 60))
def test_days_in_which_it_is_unclear_who_asks_are_given_back(day: date, after: int, long: int) -> None:
    unclear = day + timedelta(days=after)
    clear = unclear + timedelta(days=long)
    found = clock(day, "", unclear=unclear, clear=clear)
    given_back = (clear - max(unclear, day + timedelta(days=1))).days
    assert found.on - in_months(day, 1) >= timedelta(days=max(0, given_back))
    assert not found.stopped
    assert clock(day, "", unclear=unclear).stopped


def test_as_the_regulation_counts() -> None:
    assert clock(date(2026, 1, 31), "NL").on == date(2026, 3, 2)  # 28 February is a Saturday
    assert clock(date(2026, 11, 3), "DE").on == date(2026, 12, 3)
    assert clock(date(2026, 11, 3), "DE", longer=True).on == date(2027, 2, 3)
    assert clock(date(2026, 11, 3), "", unclear=date(2026, 11, 10), clear=date(2026, 11, 17)).on == date(2026, 12, 10)
