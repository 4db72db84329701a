"""A rule: how long, in which days, whether it rolls on, and who says so."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Unit(StrEnum):
    DAYS = "days"
    BUSINESS_DAYS = "business days"
    AGREEMENT_DAYS = "agreement days"
    MONTHS = "months"
    YEARS = "years"


class Roll(StrEnum):
    """What happens to a deadline that falls on a weekend or a holiday."""

    STAYS = "stays"
    ON = "on"  # to the next business day


@dataclass(frozen=True, slots=True)
class Rule:
    """One clock. `dated` is the day the fact was last checked, `owner` who answers for it.

    `statutory`: only the law stops it. `begins_with`: the first day counts (Great Britain's "less a day").
    `grace_months`: a stop by law leaves at least this long after it ended. `key` names it inside a pack.
    `of`: the kinds of charge or claim that it is a clock of; `starts`: what happens on its first day, as one of theirs.
    """

    name: str
    amount: int
    unit: Unit
    rolls: Roll
    source: str
    dated: date
    owner: str
    statutory: bool = False
    begins_with: bool = False
    grace_months: int = 0
    note: str = ""
    key: str = ""
    of: tuple[str, ...] = ()
    starts: str = ""

    def __post_init__(self) -> None:
        if self.amount < 0 or self.grace_months < 0:
            raise ValueError(f"{self.name}: a clock counts forwards.")


def add_months(day: date, months: int) -> date:
    """The same day of a later month; its last day where that month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
