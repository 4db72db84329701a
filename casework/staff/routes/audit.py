"""/audit: the trail for the auditor. Reading it is on the trail as well."""

from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency

from casework.access import Action
from casework.audit import HouseTag, trail
from casework.audit.trail import GLOBAL
from casework.db import Database
from casework.people import Actor
from casework.staff.forms.audit import KINDS, AuditForm
from casework.staff.queries import audit
from casework.web.forms import Typed
from casework.web.page import page


@get("/audit", sync_to_thread=True, opt={"needs": Action.READ_TRAIL})
def show(
    request: Request[Any, Any, Any], database: NamedDependency[Database], actor: NamedDependency[Actor]
) -> Response[str]:
    trail.read_once(database, actor, GLOBAL, HouseTag.TRAIL_READ)
    form = AuditForm(Typed(request.query_params))
    with database.reading() as db:
        form.offer(audit.people(db))
        right = form.validate()
        filters = audit.Filters(zone=actor.zone)
        if right:
            filters = audit.Filters(
                form.tag.data or "",
                form.who.data or "",
                form.case.data or "",
                form.since.data,
                form.until.data,
                actor.zone,
            )
        after = request.query_params.get("after", "")
        found = audit.page(db, filters, after, reader=actor.id)
    return page(
        request,
        "staff/audit.html",
        status=200 if right else 422,
        form=form,
        sentences=found.sentences,
        kinds={kind.value: label for kind, label in KINDS.items()},
        next=filters.address(found.after) if found.after else "",
        first=filters.address() if after else "",
    )


HANDLERS = [show]
