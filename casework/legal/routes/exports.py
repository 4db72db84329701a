"""`/exports`: one's own case files: how far they are, fetching them, letting them go."""

from datetime import datetime
from typing import Any, NamedTuple

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Stream

from casework.access import Action
from casework.cases.routes.doing import Answer
from casework.cases.routes.download import saved
from casework.db import Database
from casework.files import Missing, Store
from casework.legal.actions import exports
from casework.legal.forms.exports import FORMS, LOCKS
from casework.legal.queries import exports as queries
from casework.people import Actor
from casework.settings import N_, Settings
from casework.web import text
from casework.web.page import page, see
from casework.web.text import _, gettext

WHY = {
    "restart": N_("The server was started again meanwhile, and the keys were only in its memory. Begin again."),
    "access": N_("You may not have all of it any more, or you signed out before it was made. Nothing was handed out."),
    "changed": N_("What it was made of has changed since. Begin again."),
    "space": N_("There was no room left on the server’s disk. Begin again when there is."),
    "time": N_("It took longer than half an hour. Choose less of the case, or begin again."),
    "build": N_("It could not be made. Begin again; if it happens once more, ask the administrator to look."),
}
STATES = {
    queries.BUILDING: N_("Being made"), queries.READY: N_("Ready"), queries.FAILED: N_("Not made"),
    queries.CANCELLED: N_("Cancelled"), queries.EXPIRED: N_("Expired, and its file is gone"),
}  # fmt: skip


class Line(NamedTuple):
    """As `legal/exports.html` draws it."""

    id: int
    number: str | None
    state: str
    words: str
    why: str
    asked_at: datetime
    what: str
    done: int
    total: int
    octets: str
    size: str
    damaged: int
    expires_at: datetime | None
    fetched_at: datetime | None


@get("/exports", sync_to_thread=True, opt={"needs": Action.EXPORT_CASE})
def listing(
    request: Request[Any, Any, Any], database: NamedDependency[Database], actor: NamedDependency[Actor]
) -> Answer:
    with database.reading() as db:
        lines = [_line(one) for one in queries.own(db, actor)]
    busy = any(line.state == queries.BUILDING for line in lines)
    return page(request, "legal/exports.html", lines=lines, busy=busy)


def _line(one: queries.Listed) -> Line:
    row = one.row
    said = f"{gettext(FORMS[row.form])}, {_('opened by %(what)s', what=gettext(LOCKS[row.lock]))}"
    octets = _("%(done)s of %(all)s", done=text.size(row.done_bytes), all=text.size(row.total_bytes))
    octets = octets if row.total_bytes else ""
    return Line(
        row.id, one.number, one.state, gettext(STATES[one.state]), gettext(WHY[one.why]) if one.why else "",
        row.asked_at, said, row.done, row.total, octets, text.size(row.size), row.damaged, row.expires_at,
        row.fetched_at,
    )  # fmt: skip


@get("/exports/{export_id:int}/file", sync_to_thread=True, opt={"needs": Action.EXPORT_CASE, "step_up": True})
def fetch(
    export_id: FromPath[int],
    database: NamedDependency[Database],
    settings: NamedDependency[Settings],
    actor: NamedDependency[Actor],
) -> Stream:
    """Judged anew each time; on the trail before the first byte leaves."""
    folder = Store(settings.exports)
    with database.transaction() as db:
        found = queries.one(db, actor, export_id)
        if found is None or not queries.is_there(found[0]) or not folder.holds(found[0].file_id):
            raise NotFoundException
        row = found[0]
        exports.fetch(db, row, by=actor)
    try:
        pieces = folder.read(row.file_id)
    except Missing:
        raise NotFoundException from None
    if row.lock == exports.PASSPHRASE:
        return saved(pieces, f"file-{row.id % 1_000_000:06}.zip", "application/zip", row.size)
    ending = "pdf" if row.form == exports.PDF else "zip"
    return saved(pieces, f"file-{row.id % 1_000_000:06}.{ending}.age", "application/octet-stream", row.size)


@post(
    "/exports/{export_id:int}/end", sync_to_thread=True, status_code=200,
    opt={"needs": Action.EXPORT_CASE, "title": N_("Let a case file go")},
)  # fmt: skip
def end(
    export_id: FromPath[int],
    database: NamedDependency[Database],
    settings: NamedDependency[Settings],
    actor: NamedDependency[Actor],
) -> Answer:
    with database.transaction() as db:
        row = queries.mine(db, actor, export_id)
        if row is None:
            raise NotFoundException
        exports.cancel(db, row, by=actor)
    Store(settings.exports).remove(row.file_id)
    return see("/exports")


HANDLERS: list[Any] = [listing, fetch, end]
