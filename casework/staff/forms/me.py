"""One's own account."""

from zoneinfo import available_timezones

from wtforms import SelectField

from casework.settings import N_
from casework.web.forms import Form

PLACES = ("Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")


def zones() -> list[tuple[str, str]]:
    """Zones named for a place, and UTC first."""
    named = sorted(zone for zone in available_timezones() if zone.startswith(PLACES))
    return [(zone, zone.replace("_", " ")) for zone in ("UTC", *named)]


class ZoneForm(Form):
    zone = SelectField(N_("Time zone"), choices=zones)
