"""Words for people: translation, dates, sizes. English message ids; catalogues lie in `casework/locale`."""

import gettext as catalogues
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

from casework.settings import N_, Said

MONTHS = (
    N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun"),
    N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec"),
)  # fmt: skip
WEEKDAYS = (
    N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"),
)  # fmt: skip
ROOMS = {
    "file": N_("File"),
    "dialogue": N_("Dialogue"),
    "identity": N_("Identity"),
    "privileged": N_("Privileged"),
    "medical": N_("Medical"),
    "referral": N_("Own notes"),
    "support": N_("Support"),
    "disclosure": N_("Disclosure"),
    "order": N_("Court order"),
    "interview": N_("Exit interview"),
    "leaving": N_("Leaving"),
    "review": N_("Counsel’s review"),
    "hold": N_("Legal hold"),
    "notice": N_("Notice of a hold"),
    "request": N_("Data-subject request"),
    "search": N_("What to search for"),
}
"""A compartment as a reader calls it."""
SOON = 3
"""From this many days on, a date that comes near is set in bold."""

_catalogue = catalogues.translation("casework", Path(__file__).parents[1] / "locale", fallback=True)


def gettext(message: str) -> str:
    return _catalogue.gettext(message) if message else ""


def plural(one: str, many: str, number: int) -> str:
    return _catalogue.ngettext(one, many, number)


def _(message: str | Said, **values: Any) -> str:
    """The sentence in the reader's language. Never marked as safe: on a page it is escaped like any text."""
    if isinstance(message, Said):
        values = {key: _inner(value) for key, value in (message.values or {}).items()}
        message = message.message
    return _fill(gettext(message), values)


def ngettext(one: str, many: str, number: int, **values: Any) -> str:
    """Like `_`, by number; the message may use `%(num)s`."""
    return _fill(plural(one, many, number), {"num": number, **values})


def _inner(value: Any) -> Any:
    """Sentences and days that stand in a sentence, as a reader has them."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return day(value)
    return _(value) if isinstance(value, Said) else value


def _fill(message: str, values: dict[str, Any]) -> str:
    if not values:
        return message
    if any(hasattr(value, "__html__") for value in values.values()):
        return escape(message) % values
    return message % values


@lru_cache(maxsize=64)
def zone_of(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def local(value: date | datetime, zone: str = "UTC") -> date | datetime:
    """A moment as the clock on that wall shows it; a plain date stays as it is."""
    return value.astimezone(zone_of(zone)) if isinstance(value, datetime) else value


def day(value: date | datetime, zone: str = "UTC") -> str:
    """3 Nov 2026."""
    at = local(value, zone)
    return f"{at.day} {gettext(MONTHS[at.month - 1])} {at.year}"


def weekday(value: date | datetime, zone: str = "UTC") -> str:
    return gettext(WEEKDAYS[local(value, zone).weekday()])


def moment(value: datetime, zone: str = "UTC") -> str:
    """3 Nov 2026, 9:05."""
    at = value.astimezone(zone_of(zone))
    return f"{day(at, zone)}, {at.hour}:{at.minute:02}"


def days_from_now(value: date, today: date) -> str:
    """In words: in 2 days, tomorrow, today, 1 day overdue."""
    days = (value - today).days
    if days < 0:
        return ngettext("%(num)s day overdue", "%(num)s days overdue", -days)
    if days < 2:
        return _("tomorrow") if days else _("today")
    return ngettext("in %(num)s day", "in %(num)s days", days)


@dataclass(frozen=True, slots=True)
class Due:
    """A date in words, with what a list row needs to show it: no filter has to run in the loop."""

    words: str
    title: str
    iso: str
    urgency: str
    """`late`, `soon` or nothing: a class of the stylesheet."""

    def __html__(self) -> str:
        kind = Markup(' class="{}"').format(self.urgency) if self.urgency else ""
        return Markup('<time{} datetime="{}" title="{}">{}</time>').format(kind, self.iso, self.title, self.words)


def due(value: date | datetime, today: date, zone: str = "UTC") -> Due:
    at = local(value, zone)
    on = at.date() if isinstance(at, datetime) else at
    days = (on - today).days
    urgency = "late" if days < 0 else "soon" if days <= SOON else ""
    return Due(days_from_now(on, today), day(on), on.isoformat(), urgency)


def size(octets: int) -> str:
    """84 KB, 1.4 MB."""
    if octets == 1:
        return _("1 byte")
    amount = float(octets)
    for unit in (N_("bytes"), N_("KB"), N_("MB")):
        if amount < 1000:
            return f"{_short(amount)} {gettext(unit)}"
        amount /= 1000
    return f"{_short(amount)} {gettext(N_('GB'))}"


def _short(amount: float) -> str:
    return f"{amount:.1f}".removesuffix(".0") if amount < 10 else f"{amount:.0f}"


def room(compartment: str) -> str:
    return gettext(ROOMS[compartment])


def listed(names: list[str] | tuple[str, ...]) -> str:
    """Mara, Tomas and Hanne."""
    if len(names) < 2:
        return "".join(names)
    return _("%(some)s and %(last)s", some=", ".join(names[:-1]), last=names[-1])
