"""/support/refer: support is suggested to somebody, by a colleague or by a manager. They decide; they read what is
written here."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency

from casework.db import Database
from casework.eap.forms.asking import SuggestForm, suggesting
from casework.eap.kinds import INFORMAL, MANAGEMENT
from casework.people import place
from casework.vault import Vault
from casework.web.forms import Typed
from casework.web.page import page

from . import sending
from .staying import PUBLIC, Browser, Data, Typing

KINDS = (INFORMAL, MANAGEMENT)


@get("/support/refer", sync_to_thread=True, opt=PUBLIC)
def form(request: Browser, database: Data) -> Response[Any]:
    """First as whom, by plain links; then the form that fits."""
    kind = request.query_params.get("kind", "")
    if kind in KINDS:
        return _show(request, database, kind, suggesting(kind))
    with database.reading() as db:
        here = place.of(db)
    return page(request, "eap/as_whom.html", here=here)


@post("/support/refer", sync_to_thread=True, status_code=200, opt=PUBLIC)
def send(request: Browser, database: Data, vault: NamedDependency[Vault], typed: Typing) -> Response[Any]:
    kind = str(typed.get("kind", ""))
    kind = kind if kind in KINDS else INFORMAL
    asked, seen = suggesting(kind, Typed(typed)), sending.sheet_of(database, typed)

    def show(status: int, problem: str) -> Response[Any]:
        return _show(request, database, kind, asked, status, problem, seen.number if seen else "")

    return sending.answer(
        request, database, vault, seen=seen, form=asked, new=lambda: asked.new(kind), show=show, employee=False
    )


def _show(
    request: Browser,
    database: Database,
    kind: str,
    asked: SuggestForm,
    status: int = 200,
    problem: str = "",
    number: str = "",
) -> Response[Any]:
    with database.reading() as db:
        around = sending.shown(db, number)
    if not around["readers"]:
        return sending.closed(request, database)
    return page(request, "eap/refer.html", status=status, form=asked, kind=kind, problem=problem, **around)
