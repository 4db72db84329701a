"""Referrals that are told in few words: they make the quarters' figures what they would be."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from casework.eap.actions import figures
from casework.figures import quarters

from .organisation import SETTINGS

HELPERS = {
    "counselling": {"Rotterdam": "Praktijk Kralingen", "Leeds": "Moor Lane Counselling"},
    "family": {"Rotterdam": "Praktijk Kralingen", "Leeds": "Moor Lane Counselling"},
    "finance": {"Rotterdam": "Geldloket Maasstad", "Leeds": "Aire Law Clinic"},
    "legal": {"Leeds": "Aire Law Clinic"},
    "retraining": {"Rotterdam": "Havenwerk"},
}
"""Whom coordinators ask, by need and town; elsewhere who works there, or from anywhere."""
ELSEWHERE = {"counselling": "Burnside Family Counseling", "family": "Burnside Family Counseling"}
ANYWHERE = "Second Wind"
SEEN = ("1 ask|{helper}", "3 yes", "3.1 plan|9|{way}", "3.2 begin", "9.5 attended", "40 conclude")
ANSWERED = [
    "1 message|It costs nothing, and nobody at work hears of it. Write here or ring whenever you like.",
    "30 withdraw",
]
"""Whoever only asked what there is."""


def rows(lines: Sequence[str], now: datetime) -> Iterator[dict[str, Any]]:
    """As the longer ones are written, spread over the two quarters that were over last."""
    last = quarters.closed(now, SETTINGS["zone"], figures.GRACE)
    first = quarters.first_day(quarters.preceding(last))
    days, rng = (quarters.last_day(last) - first).days - 4, Random("brief referrals")
    for at, line in enumerate(lines):
        town, need, who, words = line.lstrip("+").split("|")
        begun = first + timedelta(days=2 + days * at // len(lines))
        age = (now.date() - begun).days + rng.random() * 0.4
        row = {"kind": "self", "begun": age, "need": need, "town": town, "words": words}
        if who:
            row |= {"employee": who, "contact": "at work, in the break"}
        yield row | {"events": list(_seen(need, town, rng)) if line.startswith("+") else ANSWERED}


def _seen(need: str, town: str, rng: Random) -> Iterator[str]:
    where: Mapping[str, str] = HELPERS.get(need, {})
    helper = where.get(town) or ELSEWHERE.get(need) or ANYWHERE
    way = "phone" if helper in (ANYWHERE, "Aire Law Clinic") else rng.choice(("in person", "video"))
    return (event.format(helper=helper, way=way) for event in SEEN)
