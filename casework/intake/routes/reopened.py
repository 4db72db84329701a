"""A draft that somebody came back to: the form again, with all that was typed."""

from typing import Any

from litestar import Request, Response
from litestar.datastructures import FormMultiDict

from casework.cases.forms.report import ReportForm
from casework.cases.queries import blank
from casework.db import Database
from casework.intake.actions import keeping
from casework.intake.actions.drafts import Opened
from casework.people import place
from casework.web.forms import Typed

from .sheets import form_page


def reopened(request: Request[Any, Any, Any], database: Database, draft: Opened) -> Response[str]:
    """The answer to the receipt itself: nothing of it is in an address."""
    typed = FormMultiDict([(name, value) for name, values in draft.fields.items() for value in values])
    with database.reading() as db:
        sites = place.sites(db)
        kind, site_id = blank.asked(str(typed.get("kind", "")), str(typed.get("site", "")), sites)
        avoid = [int(id_) for id_ in typed.getall("avoid", []) if str(id_).isdecimal()]
        shown = blank.of(db, kind or "unsure", site_id, avoid=avoid, kept=keeping.listed(db, draft.files))
    form = ReportForm(Typed(typed), sites, shown.offer)
    return form_page(request, form, shown, carried={"ticket": draft.ticket})
