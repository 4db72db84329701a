"""From a day and a rule to a deadline, with extensions agreed by both sides and time that does not count."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from casework.clocks.calendar import ONE_DAY, Calendar
from casework.clocks.rules import Roll, Rule, Unit, add_months
from casework.settings import N_, Said

EXTENDED = N_("Extended: %(why)s")
STOOD_STILL = N_("The clock stood still: %(why)s")
ROLLED = N_("Moved to the next business day.")
FROM = {
    (Unit.DAYS, True): N_("1 day from %(start)s"),
    (Unit.DAYS, False): N_("%(amount)s days from %(start)s"),
    (Unit.BUSINESS_DAYS, True): N_("1 business day from %(start)s"),
    (Unit.BUSINESS_DAYS, False): N_("%(amount)s business days from %(start)s"),
    (Unit.AGREEMENT_DAYS, True): N_("1 agreement day from %(start)s"),
    (Unit.AGREEMENT_DAYS, False): N_("%(amount)s agreement days from %(start)s"),
    (Unit.MONTHS, True): N_("1 month from %(start)s"),
    (Unit.MONTHS, False): N_("%(amount)s months from %(start)s"),
    (Unit.YEARS, True): N_("1 year from %(start)s"),
    (Unit.YEARS, False): N_("%(amount)s years from %(start)s"),
}


@dataclass(frozen=True, slots=True)
class Pause:
    """Days that do not count, `since` and `until` included, and why. `by_law` stops statutory clocks too."""

    since: date
    until: date | None
    why: str
    by_law: bool = False

    def __post_init__(self) -> None:
        if not self.why.strip():
            raise ValueError(Said(N_("A clock stops for a reason: write it down.")))
        if self.until is not None and self.until < self.since:
            raise ValueError(Said(N_("A pause cannot end before it begins.")))


@dataclass(frozen=True, slots=True)
class Extension:
    """More time. Both sides agree to it, or the rule itself lets one side take it (`by_rule`)."""

    amount: int
    unit: Unit
    why: str
    agreed_by: frozenset[str] = frozenset()
    by_rule: bool = False

    def __post_init__(self) -> None:
        if self.amount < 1:
            raise ValueError(Said(N_("An extension adds at least one day.")))
        if not self.by_rule and len(self.agreed_by) < 2:
            raise ValueError(Said(N_("An extension needs the agreement of both sides.")))


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day, `why` in a sentence, what moved it (`moved`) and who says so.

    `stopped`: the clock stands still now, and `on` is the earliest day it could still be.
    """

    on: date
    why: Said
    source: str
    moved: tuple[Said, ...] = ()
    name: str = ""
    statutory: bool = False
    stopped: bool = False

    def overdue(self, today: date) -> bool:
        """Has the day passed while the clock ran?"""
        return today > self.on and not self.stopped


def due(
    start: date,
    rule: Rule,
    calendar: Calendar,
    *,
    extensions: Iterable[Extension] = (),
    stopped: Iterable[Pause] = (),
) -> Deadline:
    """The day a clock runs out. A pause stops internal clocks; a statutory one only where the law says so."""
    more, pauses = tuple(extensions), _counting(rule, stopped)
    first = start - ONE_DAY if rule.begins_with else start
    end = _counted(first, rule.amount, rule.unit, calendar)
    for extra in more:
        end = _counted(end, extra.amount, extra.unit, calendar)
    moved = [Said(EXTENDED, {"why": extra.why}) for extra in more]
    standing = False
    for pause in pauses:
        if pause.since > end or standing:
            break
        moved.append(Said(STOOD_STILL, {"why": pause.why}))
        standing = pause.until is None
        end = _stretched(start, end, pause, rule, calendar)
    rolled = calendar.next_working(end) if rule.rolls is Roll.ON else end
    if rolled != end:
        moved.append(Said(ROLLED))
    why = Said(FROM[rule.unit, rule.amount == 1], {"amount": rule.amount, "start": start})
    return Deadline(rolled, why, rule.source, tuple(moved), rule.name, rule.statutory, standing)


def _counting(rule: Rule, stopped: Iterable[Pause]) -> list[Pause]:
    """The pauses that stop this clock, in order, overlaps joined so that no day is taken off twice."""
    joined: list[Pause] = []
    for pause in sorted((p for p in stopped if p.by_law or not rule.statutory), key=lambda p: p.since):
        last = joined[-1] if joined else None
        if last is None or (last.until is not None and pause.since > last.until):
            joined.append(pause)
        elif last.until is not None and (pause.until is None or pause.until > last.until):
            joined[-1] = Pause(last.since, pause.until, last.why, last.by_law)
    return joined


def _counted(day: date, amount: int, unit: Unit, calendar: Calendar) -> date:
    match unit:
        case Unit.DAYS:
            return day + ONE_DAY * amount
        case Unit.MONTHS:
            return add_months(day, amount)
        case Unit.YEARS:
            return add_months(day, 12 * amount)
    counts = calendar.works if unit is Unit.BUSINESS_DAYS else calendar.agreed
    # Nothing to count still lands on a day that counts: "at once" on a Sunday is Monday.
    while amount > 0 or not counts(day):
        day += ONE_DAY
        amount -= counts(day)
    return day


def _stretched(start: date, end: date, pause: Pause, rule: Rule, calendar: Calendar) -> date:
    """Give back, in the rule's own days, those of the pause that lay inside the clock."""
    until = pause.until
    if until is None or until <= start:
        return end
    since = max(pause.since, start + ONE_DAY)
    days = [since + ONE_DAY * n for n in range((until - since).days + 1)]
    if rule.unit is Unit.BUSINESS_DAYS:
        later = _counted(end, sum(map(calendar.works, days)), rule.unit, calendar)
    elif rule.unit is Unit.AGREEMENT_DAYS:
        later = _counted(end, sum(map(calendar.agreed, days)), rule.unit, calendar)
    else:
        later = end + ONE_DAY * len(days)
    return max(later, add_months(until, rule.grace_months)) if rule.grace_months else later
