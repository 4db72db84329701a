"""Which days count: weekends and public holidays of a place, an organisation's closed days, an agreement's days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Self

import holidays

from casework.settings import Said

ONE_DAY = timedelta(days=1)
MONDAY_TO_FRIDAY = frozenset(range(5))
# A year of closed days in a row is a mistake in the data, not a calendar.
LONGEST_CLOSURE = 366
COUNTRY_NAMES = {"UK": "GB"}


class UnknownPlace(ValueError):
    """No public holidays are known for this place."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """A place and its days. `country` is ISO 3166 (empty: weekends alone), `region` its subdivision.

    `weekdays` are worked (Monday is 0), `closed` are the organisation's own days off.
    `agreement_weekdays` and `agreement_closed` count agreement days; without them these are business days.
    """

    country: str = ""
    region: str = ""
    weekdays: frozenset[int] = MONDAY_TO_FRIDAY
    closed: frozenset[date] = frozenset()
    agreement_weekdays: frozenset[int] | None = None
    agreement_closed: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if not self.weekdays or (self.agreement_weekdays is not None and not self.agreement_weekdays):
            raise ValueError(Said("A calendar needs at least one working weekday."))
        if self.country:
            _public_holidays(self.country, self.region, 2000)

    @classmethod
    def at(cls, place: str, closed: Iterable[date] = ()) -> Self:
        """The calendar of `DE`, `DE-BY`, `US-CA`, `UK`; `EU` and an empty place have no holidays of their own."""
        country, _, region = place.upper().partition("-")
        country = COUNTRY_NAMES.get(country, country)
        return cls("" if country == "EU" else country, region, closed=frozenset(closed))

    def works(self, day: date) -> bool:
        """Is it a business day here?"""
        return day.weekday() in self.weekdays and day not in self.closed and not self.holiday(day)

    def agreed(self, day: date) -> bool:
        """Does the day count under the agreement? Without an agreement, business days do."""
        if self.agreement_weekdays is None:
            return self.works(day)
        return day.weekday() in self.agreement_weekdays and day not in self.agreement_closed

    def holiday(self, day: date) -> str:
        """The name of the public holiday, or nothing."""
        return _public_holidays(self.country, self.region, day.year).get(day, "") if self.country else ""

    def next_working(self, day: date) -> date:
        """This day when it is a business day, else the first one after it."""
        for _ in range(LONGEST_CLOSURE):
            if self.works(day):
                return day
            day += ONE_DAY
        raise ValueError(Said("The calendar has no business day for a whole year."))


@lru_cache(maxsize=512)
def _public_holidays(country: str, region: str, year: int) -> dict[date, str]:
    try:
        found = holidays.country_holidays(country, subdiv=region or None, years=year, language="en_US")
    except NotImplementedError as error:
        place = f"{country}-{region}" if region else country
        raise UnknownPlace(Said("No public holidays are known for “%(place)s”.", {"place": place})) from error
    return dict(found.items())
