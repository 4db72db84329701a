"""Single deadlines worked out by hand."""

from datetime import date

import pytest

from casework.clocks import Calendar, Extension, Pause, Roll, Rule, Unit, UnknownPlace, due, packs

BERLIN, NEW_YORK = Calendar.at("DE-BE"), Calendar.at("US-NY")


def rule(amount: int, unit: Unit, roll: Roll = Roll.STAYS) -> Rule:
    return Rule("a clock", amount, unit, roll, "a source", date(2026, 11, 1), "HR")


def test_two_business_days_over_easter() -> None:
    # Thursday before Good Friday 3 April 2026; Monday is a holiday in Germany, and a working day in New York.
    thursday = date(2026, 4, 2)
    assert due(thursday, rule(2, Unit.BUSINESS_DAYS), BERLIN).on == date(2026, 4, 8)
    assert due(thursday, rule(2, Unit.BUSINESS_DAYS), NEW_YORK).on == date(2026, 4, 6)


def test_regions_have_their_own_holidays() -> None:
    epiphany = date(2026, 1, 6)
    assert Calendar.at("DE-BY").holiday(epiphany)
    assert not Calendar.at("DE-BE").holiday(epiphany)
    assert Calendar.at("EU").works(date(2026, 12, 25))


def test_roll_over_is_said() -> None:
    found = due(date(2026, 11, 14), rule(7, Unit.DAYS, Roll.ON), Calendar())
    assert found.on == date(2026, 11, 23)
    assert str(found.why) == "7 days from 2026-11-14"
    assert [str(said) for said in found.moved] == ["Moved to the next business day."]
    assert found.source == "a source"


def test_a_pause_gives_back_its_days() -> None:
    pause = Pause(date(2026, 3, 5), date(2026, 3, 11), "the police asked us to wait")
    found = due(date(2026, 3, 2), rule(10, Unit.DAYS), Calendar(), stopped=[pause])
    assert found.on == date(2026, 3, 19)
    assert str(found.moved[0]) == "The clock stood still: the police asked us to wait"
    business = due(date(2026, 3, 2), rule(10, Unit.BUSINESS_DAYS), Calendar(), stopped=[pause])
    assert business.on == date(2026, 3, 23)


def test_overlapping_pauses_count_once() -> None:
    pauses = [
        Pause(date(2026, 3, 5), date(2026, 3, 11), "police"),
        Pause(date(2026, 3, 8), date(2026, 3, 12), "illness"),
        Pause(date(2026, 3, 6), date(2026, 3, 7), "holiday of the office"),
    ]
    assert due(date(2026, 3, 2), rule(10, Unit.DAYS), Calendar(), stopped=pauses).on == date(2026, 3, 20)


def test_a_pause_outside_the_clock_changes_nothing() -> None:
    plain = due(date(2026, 3, 2), rule(10, Unit.DAYS), Calendar())
    before = Pause(date(2026, 2, 1), date(2026, 3, 2), "earlier")
    after = Pause(plain.on.replace(day=13), date(2026, 4, 1), "later")
    assert due(date(2026, 3, 2), rule(10, Unit.DAYS), Calendar(), stopped=[before, after]).on == plain.on


def test_an_open_pause_stands_still_and_is_never_overdue() -> None:
    found = due(date(2026, 3, 2), rule(3, Unit.DAYS), Calendar(), stopped=[Pause(date(2026, 3, 4), None, "police")])
    assert found.stopped
    assert not found.overdue(date(2030, 1, 1))
    assert due(date(2026, 3, 2), rule(3, Unit.DAYS), Calendar()).overdue(date(2026, 3, 6))
    assert not due(date(2026, 3, 2), rule(3, Unit.DAYS), Calendar()).overdue(date(2026, 3, 5))


def test_an_extension_needs_both_sides_or_the_rule() -> None:
    both = frozenset({"employer", "union"})
    extra = Extension(5, Unit.BUSINESS_DAYS, "a witness was ill", both)
    assert due(date(2026, 3, 2), rule(5, Unit.BUSINESS_DAYS), Calendar(), extensions=[extra]).on == date(2026, 3, 16)
    with pytest.raises(ValueError, match="both sides"):
        Extension(5, Unit.DAYS, "we would like to", frozenset({"employer"}))
    assert Extension(2, Unit.MONTHS, "complex", by_rule=True).by_rule


def test_a_pause_needs_a_reason_and_an_order() -> None:
    with pytest.raises(ValueError, match="reason"):
        Pause(date(2026, 1, 1), None, "  ")
    with pytest.raises(ValueError, match="end before"):
        Pause(date(2026, 1, 2), date(2026, 1, 1), "police")


def test_the_british_tribunal_limit() -> None:
    """Three months less a day; conciliation's days do not count, and a month is left after its certificate."""
    limit = packs.load("UK").rule("tribunal")
    assert limit is not None
    calendar = Calendar.at("UK")
    assert due(date(2026, 1, 10), limit, calendar).on == date(2026, 4, 9)
    assert due(date(2026, 1, 31), limit, calendar).on == date(2026, 4, 30)
    early = Pause(date(2026, 1, 21), date(2026, 2, 9), "early conciliation", by_law=True)
    assert due(date(2026, 1, 10), limit, calendar, stopped=[early]).on == date(2026, 4, 29)
    late = Pause(date(2026, 4, 9), date(2026, 4, 20), "early conciliation", by_law=True)
    assert due(date(2026, 1, 10), limit, calendar, stopped=[late]).on == date(2026, 5, 20)
    missed = Pause(date(2026, 4, 12), date(2026, 4, 20), "early conciliation", by_law=True)
    assert due(date(2026, 1, 10), limit, calendar, stopped=[missed]).on == date(2026, 4, 9)


def test_unknown_places_are_named() -> None:
    with pytest.raises(UnknownPlace, match="XX"):
        Calendar.at("XX")
    with pytest.raises(UnknownPlace, match="DE-ZZ"):
        Calendar.at("DE-ZZ")


def test_a_calendar_that_never_works_is_refused() -> None:
    with pytest.raises(ValueError, match="weekday"):
        Calendar(weekdays=frozenset())
    year = frozenset(date.fromordinal(date(2026, 1, 1).toordinal() + n) for n in range(800))
    with pytest.raises(ValueError, match="whole year"):
        Calendar(closed=year).next_working(date(2026, 1, 1))
