"""Beyond this report: being treated worse since, and agencies outside."""

from typing import Any

from litestar import Response, get

from casework.cases.forms.report import ReportForm
from casework.cases.queries import blank
from casework.clocks import packs
from casework.db import Database
from casework.intake.actions import report
from casework.intake.actions.stays import Stay
from casework.people import place

from .here import Browser, Data, Set, as_reporter, own_of, show_own
from .sheets import form_page

PUBLIC = {"public": True}
OUTSIDE = ("eeoc_charge", "eeoc_charge_agency", "charge_", "tribunal", "equal_pay", "discrimination_claim")
"""Clocks of the country's pack that are the reporter's own to use. What runs once a claim is filed (`of`) is not."""


@get("/follow/worse", sync_to_thread=True, opt=PUBLIC)
def worse_form(request: Browser, database: Data, settings: Set) -> Response[Any]:
    """A report of its own: whom they left out of the first one is ticked already."""
    return as_reporter(request, database, settings, lambda stay: _form(request, database, stay, "yes", "retaliation"))


@get("/follow/counter", sync_to_thread=True, opt=PUBLIC)
def counter_form(request: Browser, database: Data, settings: Set) -> Response[Any]:
    """What was done to somebody about whom something is said: a report of their own, with a receipt of its own."""
    return as_reporter(request, database, settings, lambda stay: _form(request, database, stay, "counter", "unsure"))


def _form(request: Browser, database: Database, stay: Stay, after: str, kind: str) -> Response[Any]:
    own = own_of(database, stay)
    site = own.case.site_id
    with database.reading() as db:
        avoid = report.left_out(db, stay.case_id, stay.party_id) if own.reported and after == "yes" else frozenset()
        before = report.earlier(db, report.AFTER[after], stay.actor, stay.case_id)
        shown = blank.of(db, kind, site, avoid=avoid, beside=before.beside)
    form = ReportForm(None, shown.sites, shown.offer, kind=kind, site=str(site), avoid=list(avoid))
    return form_page(request, form, shown, carried={"after": after})


@get("/follow/outside", sync_to_thread=True, opt=PUBLIC)
def outside(request: Browser, database: Data, settings: Set) -> Response[Any]:
    """What the country's pack says, with its source and day."""

    def show(stay: Stay) -> Response[Any]:
        with database.reading() as db:
            country = place.of(db, own_of(database, stay).case.site_id).country.partition("-")[0]
        rules = packs.load(country).rules.items() if country in packs.CODES else ()
        found = [rule for key, rule in rules if key.startswith(OUTSIDE) and not rule.of]
        return show_own(request, database, stay, "outside", rules=found)

    return as_reporter(request, database, settings, show)
