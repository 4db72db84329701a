"""/recover and /reset/{token}: a forgotten password, by a mailed link and the recovery code."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.params import FromPath

from casework.db import Database, utc_now
from casework.people import codes
from casework.settings import N_, Said, Settings
from casework.staff.actions import forgotten
from casework.staff.address import address_of
from casework.staff.forms.forgotten import AnewForm, AskForm, ResetForm, ResetPhoneForm
from casework.staff.forms.passwords import RecoverForm
from casework.staff.queries.enrol import organisation_name
from casework.staff.queries.forgotten import Whose, whose
from casework.vault import Vault
from casework.web import qr
from casework.web.forms import Form, Typed
from casework.web.page import page, see
from casework.web.text import _

Asked = Request[Any, Any, Any]
Data = NamedDependency[Database]
Set = NamedDependency[Settings]
Typing = NamedDependency[FormMultiDict]
RECOVERY_WRONG = N_("This is not the recovery code of this account. Look at your paper once more.")
CODE_WRONG = N_("This code does not fit, or was used already. Wait for the next one.")
WAIT = N_("Too many tries. Wait %(minutes)s minutes, then try again; nothing is locked.")


@get("/recover", sync_to_thread=True, opt={"public": True})
def show(request: Asked, settings: Set) -> Response[str]:
    """By mail where there is mail; else with the phone."""
    if settings.mail is None:
        return page(request, "staff/recover.html", form=RecoverForm())
    return page(request, "staff/forgotten.html", form=AskForm())


@get("/recover/phone", sync_to_thread=True, opt={"public": True})
def show_phone(request: Asked) -> Response[str]:
    return page(request, "staff/recover.html", form=RecoverForm())


@post("/recover/link", sync_to_thread=True, status_code=200, opt={"public": True})
def ask(request: Asked, database: Data, settings: Set, typed: Typing) -> Response[Any]:
    """The same answer whosever address it is, or nobody's."""
    form = AskForm(Typed(typed))
    if settings.mail is None:
        return see("/recover")
    if not form.validate():
        return page(request, "staff/forgotten.html", status=422, form=form)
    address = address_of(request, settings)
    if wait := forgotten.ask(database, email=form.email.data or "", address=address, now=utc_now()):
        form.form_errors.append(_late(wait))
        return page(request, "staff/forgotten.html", status=429, headers={"Retry-After": str(wait)}, form=form)
    return page(request, "staff/forgotten_asked.html", email=form.email.data)


@get("/reset/{token:str}", sync_to_thread=True, opt={"public": True})
def show_reset(request: Asked, token: FromPath[str], database: Data) -> Response[str]:
    phone = "phone" in request.query_params
    found = whose(database, token, utc_now(), phone=phone)
    form = ResetPhoneForm(data={"secret": found.kept}) if found and phone else ResetForm()
    return _reset(request, database, token, found, form)


@post("/reset/{token:str}", sync_to_thread=True, status_code=200, opt={"public": True})
def reset(
    request: Asked,
    token: FromPath[str],
    database: Data,
    vault: NamedDependency[Vault],
    settings: Set,
    typed: Typing,
) -> Response[Any]:
    """A link that does not count goes on the trail here, and only here: looking at it does nothing."""
    phone = "secret" in typed
    form = ResetPhoneForm(Typed(typed)) if phone else ResetForm(Typed(typed))
    found = whose(database, token, utc_now(), phone=phone, kept=str(typed.get("secret") or ""))
    own = (found.name, found.email) if found else ()
    if form.validate_for(*own, organisation_name(database)) or found is None:
        told = forgotten.reset(
            database,
            vault,
            token,
            recovery_code=form.recovery_code.data or "",
            password=form.password.data or "",
            address=address_of(request, settings),
            now=utc_now(),
            phone=found.secret if found and phone else None,
            code=str(form["code"].data or "") if phone else "",
        )
        if told.done:
            return see("/sign-in?recovered=1")
        _explain(form, told)
        found = None if told.gone else found
    return _reset(request, database, token, found, form, 422)


@get("/reset/{token:str}/anew", sync_to_thread=True, opt={"public": True})
def show_anew(request: Asked, token: FromPath[str], database: Data) -> Response[str]:
    return _anew(request, token, whose(database, token, utc_now()), AnewForm())


@post("/reset/{token:str}/anew", sync_to_thread=True, status_code=200, opt={"public": True})
def anew(request: Asked, token: FromPath[str], database: Data, settings: Set, typed: Typing) -> Response[Any]:
    """Without the recovery code: on to enrolling once more."""
    form, found = AnewForm(Typed(typed)), whose(database, token, utc_now())
    if form.validate() or found is None:
        address = address_of(request, settings)
        told = forgotten.begin_anew(database, token, code=form.code.data or "", address=address, now=utc_now())
        if told.token:
            return see(f"/enrol/{told.token}")
        _explain(form, told)
        found = None if told.gone else found
    return _anew(request, token, found, form, 422)


def _explain(form: Form, told: forgotten.Outcome) -> None:
    if told.wait:
        form.form_errors.append(_late(told.wait))
    for name, fits, words in (
        ("recovery_code", told.recovery_fits, RECOVERY_WRONG),
        ("code", told.code_fits, CODE_WRONG),
    ):
        if not fits:
            form[name].errors = [*form[name].errors, _(words)]


def _late(seconds: int) -> str:
    return _(Said(WAIT, {"minutes": -(-seconds // 60)}))


def _reset(
    request: Asked, database: Database, token: str, found: Whose | None, form: Form, status: int = 200
) -> Response[str]:
    if found is None:
        return _gone(request)
    picture = secret = ""
    if found.secret:
        address = codes.address(found.secret, found.email, organisation_name(database))
        picture, secret = qr.drawn(address, _("QR code for an authenticator app")), codes.written(found.secret)
        form["secret"].data = found.kept
    return page(
        request,
        "staff/reset.html",
        status=status,
        token=token,
        whose=found,
        form=form,
        picture=picture,
        secret=secret,
    )


def _anew(request: Asked, token: str, found: Whose | None, form: AnewForm, status: int = 200) -> Response[str]:
    if found is None:
        return _gone(request)
    return page(request, "staff/reset_anew.html", status=status, token=token, form=form)


def _gone(request: Asked) -> Response[str]:
    """The same for used up, run out and never made."""
    return page(request, "staff/reset_gone.html", status=404)


HANDLERS = [show, show_phone, ask, show_reset, reset, show_anew, anew]
