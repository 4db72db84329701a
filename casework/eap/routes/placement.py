"""`…/placement`: who fits is ranked with the reasons beside it, a coordinator asks one, and writes down the answer."""

from collections.abc import Mapping
from typing import Any

from litestar.exceptions import NotFoundException

from casework.eap.actions import placements
from casework.eap.forms.providers import by_name
from casework.eap.forms.work import AnswerForm, PlacementForm
from casework.eap.kinds import ASKED
from casework.eap.needs import LANGUAGES, NEEDS, WAYS
from casework.eap.queries import matching, providers
from casework.eap.queries.matching import Match, Wish
from casework.people import place
from casework.settings import N_
from casework.web.text import _, gettext

from .doing import Asked, Deed, Doing
from .handlers import Refused, routes


def _wish(query: Mapping[str, str], known: str) -> Wish:
    """What the address asks for; the need that the referral says, where it asks for none."""
    need, language, site = query.get("need", known), query.get("language", ""), query.get("place", "")
    number = int(site) if site.isascii() and site.isdecimal() and len(site) < 20 else 0
    wanted = language if language in LANGUAGES else ""
    return Wish(need if need in NEEDS else "", wanted, number, query.get("remote") == "1")


def _matches(asked: Asked) -> matching.Matches:
    wish = _wish(asked.query, asked.shown.stated.need)
    return matching.rank(providers.every(asked.db), providers.helping(asked.db), wish)


def _fill(asked: Asked, form: Any) -> None:
    """Whoever helps now may be asked: somebody who is not in this view may have been when it was sent."""
    form.provider.choices = [(str(one.id), one.name) for one in providers.every(asked.db)]


def _more(asked: Asked) -> dict[str, Any]:
    wish, matches = _wish(asked.query, asked.shown.stated.need), _matches(asked)
    return {
        "wish": wish,
        "matches": [(str(match.provider.id), match.provider.name, _how(match), match) for match in matches.found],
        "no_language": matches.no_language,
        "selects": [
            ("need", _("Need"), _options({"": _("Anything"), **_words(NEEDS)}, wish.need)),
            ("language", _("Language"), _options({"": _("Any"), **_words(by_name(LANGUAGES))}, wish.language)),
            ("place", _("Where"), _options({"": _("Anywhere"), **_sites(asked)}, str(wish.place or ""))),
        ],
    }


def _how(match: Match) -> str:
    return ", ".join(gettext(WAYS[way]) for way in match.provider.ways if way in WAYS)


def _words(of: Mapping[str, str]) -> dict[str, str]:
    return {code: gettext(word) for code, word in of.items()}


def _sites(asked: Asked) -> dict[str, str]:
    return {str(site.id): site.name for site in place.sites(asked.db)}


def _options(words: Mapping[str, str], chosen: str) -> list[tuple[str, str, bool]]:
    return [(value, label, value == chosen) for value, label in words.items()]


def _ask(deed: Deed) -> str:
    try:
        placements.ask(deed.db, deed.referral, int(deed.form.provider.data), by=deed.by, version=deed.form.seen)
    except placements.NotThere:
        raise Refused(N_("They help no more since you opened the page. Choose somebody else.")) from None
    return "#placement"


def _waits(asked: Asked) -> dict[str, Any]:
    """An answer is written down once."""
    if asked.one(asked.shown.placements).answer != ASKED and asked.shown.placed is None:
        raise NotFoundException
    return {}


def _answer(deed: Deed) -> str:
    try:
        placements.answer(
            deed.db, deed.referral, deed.item, yes=deed.form.answer.data == "yes", by=deed.by, version=deed.form.seen
        )
    except placements.NotThere:
        raise NotFoundException from None
    return "#placement"


ROUTES = routes(
    Doing(
        "/placement", N_("Choose a provider"), N_("Ask this provider"), PlacementForm, _ask,
        fill=_fill, more=_more, template="eap/placement.html",
    ),
    Doing(
        "/placement/{item:int}/answer", N_("What the provider answered"), N_("Write it down"), AnswerForm, _answer,
        start=_waits,
    ),
)  # fmt: skip
