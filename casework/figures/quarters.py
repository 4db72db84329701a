"""Quarters of the calendar, by name: “2026Q3”. Only one that is over is ever counted."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

_NAME = re.compile(r"(\d{4})Q([1-4])")


def of(day: date) -> str:
    return f"{day.year}Q{(day.month + 2) // 3}"


def is_name(text: str) -> bool:
    return _NAME.fullmatch(text) is not None


def first_day(name: str) -> date:
    """ValueError for what is no quarter."""
    if (found := _NAME.fullmatch(name)) is None:
        raise ValueError("a quarter is written like 2026Q3")
    return date(int(found[1]), 3 * int(found[2]) - 2, 1)


def following(name: str) -> str:
    return of(first_day(name) + timedelta(days=100))


def preceding(name: str) -> str:
    return of(first_day(name) - timedelta(days=1))


def last_day(name: str) -> date:
    return first_day(following(name)) - timedelta(days=1)


def closed(now: datetime, zone: str, grace: timedelta) -> str:
    """The last quarter that is over in this zone, and has been for `grace`."""
    return preceding(of((now - grace).astimezone(ZoneInfo(zone or "UTC")).date()))


def through(first: str, last: str) -> Iterator[str]:
    """Each from the first to the last, both included."""
    name = first
    while first_day(name) <= first_day(last):
        yield name
        name = following(name)
