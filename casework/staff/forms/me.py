"""One's own account."""

from collections.abc import Sequence
from functools import cache
from zoneinfo import available_timezones

from wtforms import SelectField

from casework.settings import N_
from casework.web.forms import Form

PLACES = ("Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")


@cache
def zones() -> Sequence[tuple[str, str]]:
    """Zones named for a place, and UTC first: looked up once, for each is a file that is opened."""
    named = sorted(zone for zone in available_timezones() if zone.startswith(PLACES))
    return tuple((zone, zone.replace("_", " ")) for zone in ("UTC", *named))


class ZoneForm(Form):
    zone = SelectField(N_("Time zone"), choices=zones)
