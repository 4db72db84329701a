"""`/cases/{number}/police`: was it reported, who decided, what the complainant wants, what was kept, who waits."""

from typing import Any

from litestar import Request, get
from litestar.di import NamedDependency

from casework.access import Action
from casework.cases.forms.fields import on, said
from casework.cases.lifecycle.settling import POLICE
from casework.cases.queries.record.opening import FILE
from casework.cases.routes.course import today
from casework.cases.routes.doing import Answer, Asked, Deed, Doing
from casework.cases.routes.entry import Entry, shown_to
from casework.cases.routes.handlers import routes
from casework.cases.routes.words import name_of
from casework.db import Database
from casework.investigations.actions import police
from casework.investigations.actions.police import SEALED
from casework.investigations.forms.police import PoliceForm
from casework.investigations.queries import police as queries
from casework.people import Actor
from casework.settings import N_
from casework.web.page import page

DAYS = ("reported_on", "wait_from", "wait_until")


@get("/cases/{number:str}/police", sync_to_thread=True, opt={"needs": Action.READ_CASE})
def show(
    request: Request[Any, Any, Any],
    opened: NamedDependency[Entry],
    database: NamedDependency[Database],
    actor: NamedDependency[Actor],
) -> Answer:
    with database.reading() as db:
        shown = shown_to(db, actor, opened.case.number)
        found = queries.of_case(db, shown.case.id, shown.rooms.get(FILE))
    return page(
        request, "investigations/police.html", shown=shown, found=found, states=POLICE,
        base=f"/cases/{shown.case.number}", who=[name_of(shown, actor, one.row.by) for one in found],
    )  # fmt: skip


def _start(asked: Asked) -> dict[str, Any]:
    """What stands there already is kept unless it is changed."""
    known = queries.of_case(asked.db, asked.shown.case.id, asked.shown.rooms.get(FILE))
    if not known:
        return {"decided_on": today(asked)}
    row = known[0].row
    return {"state": row.state, "decided_on": row.decided_on, **known[0].said, **{n: getattr(row, n) for n in DAYS}}


def _note(deed: Deed) -> str:
    form = deed.form
    words: dict[str, Any] = {name: said(form[name]) for name in SEALED}
    days: dict[str, Any] = {name: form[name].data for name in DAYS}
    entry = police.Entry(state=form.state.data, decided_on=on(form.decided_on), **words, **days)
    police.note(deed.db, deed.case, deed.file, entry, by=deed.by)
    return "/police"


ROUTES: list[Any] = [
    show,
    *routes(
        Doing(
            "/police/new", Action.WORK_CASE, N_("Write down what concerns the police"), N_("Write it down"),
            PoliceForm, _note, start=_start, says=N_("The entry before it stays to be read."),
        )
    ),
]  # fmt: skip
