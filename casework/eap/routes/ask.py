"""/support/ask: for oneself. No account, no name needed; who reads it stands above the form."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency

from casework.db import Database
from casework.eap.forms.asking import AskForm
from casework.vault import Vault
from casework.web.forms import Typed
from casework.web.page import page

from . import sending
from .staying import PUBLIC, Browser, Data, Typing


@get("/support/ask", sync_to_thread=True, opt=PUBLIC)
def form(request: Browser, database: Data) -> Response[Any]:
    return _show(request, database, AskForm())


@post("/support/ask", sync_to_thread=True, status_code=200, opt=PUBLIC)
def send(request: Browser, database: Data, vault: NamedDependency[Vault], typed: Typing) -> Response[Any]:
    asked, seen = AskForm(Typed(typed)), sending.sheet_of(database, typed)

    def show(status: int, problem: str) -> Response[Any]:
        return _show(request, database, asked, status, problem, seen.number if seen else "")

    return sending.answer(
        request, database, vault, seen=seen, form=asked, new=lambda: asked.new, show=show, employee=True
    )


def _show(
    request: Browser, database: Database, asked: AskForm, status: int = 200, problem: str = "", number: str = ""
) -> Response[Any]:
    with database.reading() as db:
        around = sending.shown(db, number)
    if not around["readers"]:
        return sending.closed(request, database)
    return page(request, "eap/ask.html", status=status, form=asked, problem=problem, **around)
