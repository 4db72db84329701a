"""What is due next: the soonest of what the case's state, its people and its actions ask for."""

from dataclasses import replace
from datetime import date

import pytest

from casework.cases.lifecycle.clock import Course, Place, all_due, next_due
from casework.clocks import Pause, packs

NEW = Course("received", date(2026, 10, 5))


def dues(course: Course) -> dict[str, date]:
    return {due.what: due.on for due in reversed(all_due(course, Place()))}


def test_a_new_report_is_triaged_acknowledged_and_fed_back() -> None:
    assert dues(NEW) == {
        "Triage": date(2026, 10, 7),
        "Acknowledge the report": date(2026, 10, 12),
        "Give feedback": date(2027, 1, 12),
    }


def test_a_case_without_a_reporter_owes_nobody_an_answer() -> None:
    assert set(dues(replace(NEW, has_reporter=False))) == {"Triage"}


def test_findings_are_due_from_the_plan_and_a_pause_moves_them() -> None:
    course = Course("under investigation", date(2026, 10, 5), planned=date(2026, 10, 12), has_reporter=False)
    assert dues(course) == {"Findings": date(2026, 11, 26)}
    paused = replace(course, pauses=(Pause(date(2026, 10, 19), date(2026, 10, 25), "police"),))
    assert dues(paused)["Findings"] == date(2026, 12, 3)


@pytest.mark.parametrize(("spoken", "due"), [(None, date(2026, 11, 4)), (date(2026, 11, 5), date(2026, 12, 4))])
def test_aftercare_asks_again_until_somebody_was_spoken_to(spoken: date | None, due: date) -> None:
    course = Course("aftercare", date(2026, 9, 1), closed=date(2026, 10, 5), spoken=spoken)
    found = next_due(course, Place())
    assert found is not None
    assert (found.what, found.on) == ("Check in", due)


def test_an_action_that_is_due_sooner_comes_first() -> None:
    found = next_due(replace(NEW, tasks=(date(2026, 10, 6),)), Place())
    assert found is not None
    assert (found.what, found.on) == ("Action", date(2026, 10, 6))


def test_a_closed_case_owes_nothing() -> None:
    assert next_due(replace(NEW, state="closed", reviews=(date(2026, 10, 6),)), Place()) is None


def test_while_paused_internal_clocks_stand_still_and_the_laws_go_on() -> None:
    course = Course("under investigation", date(2026, 7, 1), date(2026, 7, 2), planned=date(2026, 7, 10))
    paused = replace(course, pauses=(Pause(date(2026, 8, 1), None, "police"),))
    found = {due.what: due.stopped for due in all_due(paused, Place())}
    assert found["Findings"] is True
    lawful = Place("Europe/Amsterdam", law=packs.load("NL"))
    running = next_due(paused, lawful)
    assert running is not None
    assert (running.what, running.stopped) == ("Give feedback", False)
    assert not any(due.stopped for due in all_due(course, Place()))
