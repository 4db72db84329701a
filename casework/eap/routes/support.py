"""/support: whom to call now, who helps with what, and how to ask; before any form, and without one."""

from typing import Any, NamedTuple

from litestar import Response, get

from casework.eap.needs import LANGUAGES, NEEDS, WAYS
from casework.eap.queries import coordinators, providers
from casework.eap.queries.providers import Listed
from casework.people import place
from casework.people.place import SitePlace
from casework.web.page import page
from casework.web.text import _, gettext

from .staying import PUBLIC, Browser, Data


class Helper(NamedTuple):
    """A provider in words, for anybody."""

    name: str
    contact: str
    areas: str
    more: str
    about: str


@get("/support", sync_to_thread=True, opt=PUBLIC)
def support(request: Browser, database: Data) -> Response[Any]:
    with database.reading() as db:
        here, sites, found = place.of(db), place.sites(db), providers.public(db)
        able = coordinators.open_for_referrals(db)
    words: dict[bool, list[Helper]] = {True: [], False: []}
    for one in found:
        words[one.line].append(_helper(one, sites))
    return page(request, "eap/support.html", here=here, sites=sites, lines=words[True], helpers=words[False], able=able)


def _helper(one: Listed, sites: list[SitePlace]) -> Helper:
    where = [site.name for site in sites if site.id in one.places]
    more = (
        ", ".join(gettext(WAYS[way]) for way in one.ways),
        ", ".join(gettext(LANGUAGES[code]) for code in one.languages),
        ", ".join(where),
        _("costs: %(cost)s", cost=one.cost) if one.cost else _("costs you nothing"),
    )
    areas = ", ".join(gettext(NEEDS[area]) for area in one.areas)
    return Helper(one.name, one.contact, areas, " · ".join(part for part in more if part), one.about)
