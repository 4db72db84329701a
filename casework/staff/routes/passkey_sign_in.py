"""/sign-in/passkey: a passkey instead of password and code. Nobody is asked who they are, and nobody is told."""

import secrets
from typing import Any
from urllib.parse import quote

from litestar import Request, Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency

from casework.db import Database, utc_now
from casework.people.passkeys import place_of
from casework.settings import N_, Settings
from casework.staff.actions import door
from casework.staff.address import address_of, device_of
from casework.staff.forms.door import SignedForm
from casework.staff.queries import factors as queries
from casework.web import cookies
from casework.web.forms import Form, Typed
from casework.web.page import page, see

from .door import next_page, refused, with_cookie
from .showing import shown

Asked = Request[Any, Any, Any]
COOKIE = "passkey"
"""Ties what is to be signed to this browser, until it has signed."""
WRONG = N_("This passkey does not open anything here by itself. Sign in with your password.")


@get("/sign-in/passkey", sync_to_thread=True, opt={"public": True})
def show(request: Asked, database: NamedDependency[Database], settings: NamedDependency[Settings]) -> Response[str]:
    return _ask(request, database, settings, Form())


@post("/sign-in/passkey", sync_to_thread=True, status_code=200, opt={"public": True})
def enter(
    request: Asked,
    database: NamedDependency[Database],
    settings: NamedDependency[Settings],
    typed: NamedDependency[FormMultiDict],
) -> Response[Any]:
    form = SignedForm(Typed(typed))
    if not form.validate():
        return _ask(request, database, settings, form, 422)
    entered = door.enter_with_passkey(
        database,
        shown(form, settings),
        browser=request.cookies.get(cookies.name(settings.origin, COOKIE), ""),
        address=address_of(request, settings),
        device=device_of(request),
        old_cookie=request.cookies.get(cookies.name(settings.origin)),
        now=utc_now(),
    )
    if not entered.cookie:
        status = 429 if entered.wait else 422
        return _ask(request, database, settings, refused(form, entered, WRONG), status, entered.wait)
    answer = with_cookie(see(f"/signed-in?next={quote(next_page(request))}"), settings, entered.cookie)
    cookies.drop(answer, settings.origin, COOKIE)
    return answer


def _ask(
    request: Asked, database: Database, settings: Settings, form: Form, status: int = 200, wait: int = 0
) -> Response[str]:
    """Each time for this browser alone, by a cookie of its own."""
    browser = secrets.token_urlsafe(32)
    told = queries.to_enter(database, place_of(settings.origin), browser, utc_now())
    headers = {"Retry-After": str(wait)} if wait else {}
    answer = page(
        request, "staff/sign_in_passkey.html", status=status, headers=headers, form=form, told=told,
        next=next_page(request),
    )  # fmt: skip
    cookies.put(answer, settings.origin, browser, COOKIE)
    return answer


HANDLERS = [show, enter]
