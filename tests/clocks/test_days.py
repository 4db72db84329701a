"""What always holds: monotone, no pause brings a day nearer, business days are business days."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from casework.clocks import Calendar, Extension, Pause, Roll, Rule, Unit, due
from casework.clocks.rules import add_months

DAYS = st.dates(date(2020, 1, 1), date(2032, 12, 31))
CALENDARS = st.sampled_from(
    [
        Calendar(),
        Calendar.at("US-CA"),
        Calendar.at("DE-BY"),
        Calendar.at("UK"),
        Calendar.at("NO"),
        Calendar(weekdays=frozenset({6, 0, 1, 2, 3}), closed=frozenset({date(2026, 3, 1)})),
        Calendar.at("NL", closed=[date(2026, 12, 24) + timedelta(days=n) for n in range(10)]),
        Calendar(agreement_weekdays=frozenset({0, 1, 2, 3, 4, 5}), agreement_closed=frozenset({date(2027, 1, 2)})),
    ]
)


def rule(amount: int, unit: Unit, roll: Roll = Roll.STAYS, *, statutory: bool = False) -> Rule:
    return Rule("a clock", amount, unit, roll, "test", date(2026, 11, 1), "HR", statutory=statutory)


RULES = st.builds(
    rule, st.integers(0, 60), st.sampled_from(Unit), st.sampled_from(Roll), statutory=st.booleans()
).filter(lambda r: r.unit not in (Unit.YEARS, Unit.MONTHS) or r.amount <= 24)
PAUSES = st.lists(
    st.builds(
        lambda since, length, by_law: Pause(since, since + timedelta(days=length), "police", by_law=by_law),
        DAYS,
        st.integers(0, 90),
        st.booleans(),
    ),
    max_size=4,
)


@given(DAYS, st.integers(0, 400), RULES, CALENDARS)
def test_a_later_start_is_never_due_earlier(start: date, later: int, rule: Rule, calendar: Calendar) -> None:
    assert due(start + timedelta(days=later), rule, calendar).on >= due(start, rule, calendar).on >= start


@given(DAYS, RULES, CALENDARS, PAUSES)
def test_a_pause_never_brings_a_deadline_nearer(
    start: date, rule: Rule, calendar: Calendar, pauses: list[Pause]
) -> None:
    plain = due(start, rule, calendar).on
    assert due(start, rule, calendar, stopped=pauses).on >= plain
    for n in range(len(pauses)):
        assert due(start, rule, calendar, stopped=pauses[:n]).on <= due(start, rule, calendar, stopped=pauses).on


@given(DAYS, RULES, CALENDARS, PAUSES)
def test_a_statutory_clock_is_stopped_by_the_law_alone(
    start: date, rule: Rule, calendar: Calendar, pauses: list[Pause]
) -> None:
    ours = [Pause(pause.since, pause.until, pause.why) for pause in pauses]
    if rule.statutory:
        assert due(start, rule, calendar, stopped=ours) == due(start, rule, calendar)


@given(DAYS, st.integers(0, 60), CALENDARS, PAUSES)
def test_business_days_land_on_business_days(start: date, amount: int, calendar: Calendar, pauses: list[Pause]) -> None:
    found = due(start, rule(amount, Unit.BUSINESS_DAYS), calendar, stopped=pauses).on
    assert calendar.works(found)
    assert found.weekday() in calendar.weekdays
    assert not calendar.holiday(found)
    assert found not in calendar.closed


@given(DAYS, st.integers(1, 40), CALENDARS)
def test_business_days_are_counted_one_by_one(start: date, amount: int, calendar: Calendar) -> None:
    found = due(start, rule(amount, Unit.BUSINESS_DAYS), calendar).on
    between = [start + timedelta(days=n) for n in range(1, (found - start).days + 1)]
    assert sum(calendar.works(day) for day in between) == amount


@given(DAYS, st.integers(1, 40), CALENDARS)
def test_agreement_days_land_on_agreement_days(start: date, amount: int, calendar: Calendar) -> None:
    assert calendar.agreed(due(start, rule(amount, Unit.AGREEMENT_DAYS), calendar).on)


@given(DAYS, RULES, CALENDARS, st.integers(1, 30), st.sampled_from(Unit))
def test_an_extension_never_brings_a_deadline_nearer(
    start: date, rule: Rule, calendar: Calendar, amount: int, unit: Unit
) -> None:
    extra = Extension(amount, unit, "more witnesses", frozenset({"employer", "union"}))
    assert due(start, rule, calendar, extensions=[extra]).on >= due(start, rule, calendar).on


@given(DAYS, st.integers(0, 60))
def test_months_keep_the_day_or_end_with_the_month(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


def test_month_ends() -> None:
    assert add_months(date(2028, 1, 31), 1) == date(2028, 2, 29)
    assert add_months(date(2027, 1, 31), 1) == date(2027, 2, 28)
    assert add_months(date(2026, 12, 31), 2) == date(2027, 2, 28)
    assert due(date(2028, 2, 29), rule(1, Unit.YEARS), Calendar()).on == date(2029, 2, 28)
