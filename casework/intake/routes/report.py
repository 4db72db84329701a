"""The report form: kind and site by plain links first, so that the readers are true without scripts."""

from typing import Any

import anyio.to_thread
from litestar import Request, Response, get, post
from litestar.di import NamedDependency

from casework.cases.forms.report import ReportForm
from casework.cases.lifecycle.closest import BY_NAME, CLOSEST
from casework.cases.queries import blank
from casework.db import Database
from casework.files import Store
from casework.people import place
from casework.settings import Settings
from casework.vault import Vault
from casework.web import uploads
from casework.web.page import page

from .sending import Sending
from .sheets import form_page

PUBLIC = {"public": True}


@get("/report", sync_to_thread=True, opt=PUBLIC)
def ask(request: Request[Any, Any, Any], database: NamedDependency[Database]) -> Response[str]:
    """First what it is closest to, then where, then the form."""
    asked_kind, asked_site = request.query_params.get("kind", ""), request.query_params.get("site", "")
    with database.reading() as db:
        sites = place.sites(db)
        kind, site_id = blank.asked(asked_kind, asked_site, sites)
        if not kind or (len(sites) > 1 and not asked_site):
            here = place.of(db)
            closest = BY_NAME.get(kind)
            return page(request, "intake/ask.html", here=here, kinds=CLOSEST, sites=sites, closest=closest)
        shown = blank.of(db, kind, site_id or (sites[0].id if len(sites) == 1 else 0))
    if not shown.offer.able:
        return page(request, "intake/nobody.html", here=shown.here)
    form = ReportForm(None, sites, shown.offer, kind=kind, site=str(shown.offer.site_id))
    return form_page(request, form, shown)


@post("/report", status_code=200, opt=PUBLIC, request_max_body_size=uploads.whole())
async def send(
    request: Request[Any, Any, Any],
    database: NamedDependency[Database],
    vault: NamedDependency[Vault],
    store: NamedDependency[Store],
    settings: NamedDependency[Settings],
) -> Response[str]:
    """Files are sealed while they come in; everything else happens in a thread."""
    received = await uploads.receive(request, vault=vault, store=store)
    sending = Sending(request, database, settings, vault, store, received)
    return await anyio.to_thread.run_sync(sending.answer)
