"""Dates, sizes and names in words."""

from datetime import UTC, date, datetime, timedelta

import pytest

from casework.settings import Said
from casework.web import text
from casework.web.text import _

TODAY = date(2026, 11, 21)
DAYS = {
    -9: ("9 days overdue", "late"),
    -1: ("1 day overdue", "late"),
    0: ("today", "soon"),
    1: ("tomorrow", "soon"),
    2: ("in 2 days", "soon"),
    3: ("in 3 days", "soon"),
    4: ("in 4 days", ""),
    31: ("in 31 days", ""),
}


@pytest.mark.parametrize("days", DAYS)
def test_due(days: int) -> None:
    due = text.due(TODAY + timedelta(days), TODAY)
    assert (due.words, due.urgency) == DAYS[days]


def test_due_of_a_moment_is_the_day_on_the_readers_wall() -> None:
    at = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)
    assert text.due(at, TODAY).words == "today"
    assert text.due(at, TODAY, "Europe/Oslo").words == "tomorrow"


SIZES = {
    0: "0 bytes",
    1: "1 byte",
    999: "999 bytes",
    84_000: "84 KB",
    1_400: "1.4 KB",
    100_000_000: "100 MB",
    2_147_483_648: "2.1 GB",
}


@pytest.mark.parametrize("octets", SIZES)
def test_size(octets: int) -> None:
    assert text.size(octets) == SIZES[octets]


def test_names() -> None:
    assert text.listed([]) == ""
    assert text.listed(["Mara"]) == "Mara"
    assert text.listed(["Mara", "Tomas", "Hanne"]) == "Mara, Tomas and Hanne"


def test_a_sentence_with_what_goes_into_it() -> None:
    assert _("100% sure") == "100% sure"
    assert _("By %(who)s", who="50% Mara") == "By 50% Mara"
    assert _(Said("Not while %(state)s", {"state": Said("closed")})) == "Not while closed"
    assert text.ngettext("%(num)s case", "%(num)s cases", 1) == "1 case"
    assert text.ngettext("%(num)s case of %(who)s", "%(num)s cases of %(who)s", 3, who="Mara") == "3 cases of Mara"


def test_a_day_in_a_sentence_is_written_out() -> None:
    assert _(Said("1 month from %(start)s", {"start": date(2026, 11, 3)})) == "1 month from 3 Nov 2026"


def test_nothing_to_say_is_nothing() -> None:
    assert _("") == ""
