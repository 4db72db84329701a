"""Where a receipt is typed, or the code of a link; what was written until the half hour was over stays beside it."""

from typing import Any
from urllib.parse import quote

from litestar import Request, Response
from litestar.datastructures import FormMultiDict

from casework.db import Database
from casework.intake.forms import CodeForm, ReceiptForm
from casework.people import place
from casework.settings import N_, Settings
from casework.web.forms import Form, Typed
from casework.web.page import page
from casework.web.text import _

from . import staying
from .typed import carried, message

RECEIPTS = "/follow"
Browser = Request[Any, Any, Any]
OVER = N_("You were away for half an hour. Type your receipt again: what you wrote is kept below, files are not.")
OVER_BY_LINK = N_("You were away for half an hour. Type your code again: what you wrote is kept, files are not.")


def receipt_field(
    request: Browser, database: Database, typed: FormMultiDict | None = None, wrong: str = "", wait: float = 0.0
) -> Response[str]:
    """`typed` may hold a message whose writer's half hour was over: it stays."""
    form = ReceiptForm(Typed(typed) if typed is not None else None)
    return _field(request, database, "receipt_field", form, RECEIPTS, typed, wrong, wait)


def code_field(
    request: Browser, database: Database, token: str, typed: FormMultiDict | None = None, wrong: str = "",
    wait: float = 0.0,
) -> Response[str]:  # fmt: skip
    """The same for every link, whether or not it is one of ours."""
    form = CodeForm(Typed(typed) if typed is not None else None)
    return _field(request, database, "code_field", form, f"/answer/{quote(token, safe='')}", typed, wrong, wait)


def ask_again(
    request: Browser, database: Database, settings: Settings, typed: FormMultiDict | None = None
) -> Response[str]:  # fmt: skip
    """The half hour is over: whoever came by a link is asked for its code, anybody else for their receipt."""
    if token := staying.link(request, settings):
        return code_field(request, database, token, typed, _(OVER_BY_LINK) if typed is not None else "")
    return receipt_field(request, database, typed, _(OVER) if typed is not None else "")


def _field(
    request: Browser, database: Database, name: str, form: Form, to: str, typed: FormMultiDict | None, wrong: str,
    wait: float,
) -> Response[str]:  # fmt: skip
    if wrong:
        form["receipt"].errors = [wrong]
    with database.reading() as db:
        here = place.of(db)
    headers = staying.QUIET if to != RECEIPTS else None
    return page(
        request, f"intake/{name}.html", status=422 if wrong else 200, headers=headers, form=form, here=here,
        wait=wait, to=to, message=message(typed), carried=carried(typed),
    )  # fmt: skip
