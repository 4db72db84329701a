"""/me/phone and /me/codes: another phone, and ten codes on paper. Each after step-up."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency

from casework.db import Database, utc_now
from casework.people import Actor, codes
from casework.settings import N_
from casework.staff.actions import factors as actions
from casework.staff.forms.factors import PhoneForm, PrintForm
from casework.staff.queries import factors as queries
from casework.web import nonces, qr
from casework.web.forms import Typed
from casework.web.page import page, see
from casework.web.text import _

Asked = Request[Any, Any, Any]
Data = NamedDependency[Database]
Who = NamedDependency[Actor]
Typing = NamedDependency[FormMultiDict]
MINE = {"own": True, "step_up": True}
WRONG = N_("This code does not fit. Wait for the next one, and look at the clock of your phone.")
LAST = N_("The phone is your last second factor, so it stays. Add a passkey first.")
SHOWN = N_("These codes were shown already. Make new ones; the earlier ones end with it.")


@get("/me/phone", sync_to_thread=True, opt=MINE)
def show_phone(request: Asked, database: Data, actor: Who) -> Response[str]:
    made = actions.new_phone(database, actor)
    return _phone(request, database, actor, PhoneForm(data={"secret": made.kept}), made.secret)


@post("/me/phone", sync_to_thread=True, status_code=200, opt=MINE)
def take_phone(request: Asked, database: Data, actor: Who, typed: Typing) -> Response[Any]:
    form = PhoneForm(Typed(typed))
    secret = actions.carried(database, actor, str(form.secret.data or ""))
    if secret is None:
        return see("/me/phone")
    if form.validate():
        if actions.take_phone(database, actor, secret, form.code.data or "", utc_now()):
            return see("/me?saved=phone")
        form.code.errors = [_(WRONG)]
    return _phone(request, database, actor, form, secret, 422)


@post("/me/phone/removal", sync_to_thread=True, status_code=200, opt=MINE)
def give_up_phone(request: Asked, database: Data, actor: Who) -> Response[Any]:
    if actions.give_up_phone(database, actor, utc_now()):
        return see("/me?saved=no-phone")
    made, form = actions.new_phone(database, actor), PhoneForm()
    form.secret.data = made.kept
    form.form_errors.append(_(LAST))
    return _phone(request, database, actor, form, made.secret, 409)


@get("/me/codes", sync_to_thread=True, opt=MINE)
def show_codes(request: Asked, database: Data, actor: Who) -> Response[str]:
    return _codes(request, database, actor, PrintForm())


@post("/me/codes", sync_to_thread=True, status_code=200, opt=MINE)
def print_codes(request: Asked, database: Data, actor: Who, typed: Typing) -> Response[Any]:
    """The codes are on this answer and nowhere else."""
    form = PrintForm(Typed(typed))
    if not form.validate():
        return see("/me/codes")
    made = actions.print_codes(database, actor, form.nonce.data or "", utc_now())
    if made:
        return page(request, "staff/codes_printed.html", codes=made, made=utc_now())
    form.form_errors.append(_(SHOWN))
    return _codes(request, database, actor, form, 409)


def _phone(
    request: Asked, database: Database, actor: Actor, form: PhoneForm, secret: bytes, status: int = 200
) -> Response[str]:
    email, issuer = queries.account_of(database, actor)
    picture = qr.drawn(codes.address(secret, email, issuer), _("QR code for an authenticator app"))
    return page(
        request,
        "staff/phone.html",
        status=status,
        form=form,
        picture=picture,
        secret=codes.written(secret),
        held=queries.held(database, actor),
    )


def _codes(request: Asked, database: Database, actor: Actor, form: PrintForm, status: int = 200) -> Response[str]:
    held = queries.held(database, actor)
    return page(request, "staff/codes.html", status=status, form=form, held=held, nonce=nonces.make())


HANDLERS = [show_phone, take_phone, give_up_phone, show_codes, print_codes]
