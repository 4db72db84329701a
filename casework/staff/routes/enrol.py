"""/enrol/{token}: a password, then what was written down. Looking at the link uses nothing up."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.params import FromPath

from casework.db import Database, utc_now
from casework.people import codes
from casework.settings import N_, Said, Settings
from casework.staff.actions import enrol
from casework.staff.actions.enrol import Invited
from casework.staff.address import device_of
from casework.staff.forms.passwords import ConfirmForm, PasswordForm
from casework.staff.queries.enrol import invited, organisation_name
from casework.vault import Vault
from casework.web import cookies, qr
from casework.web.forms import Typed
from casework.web.page import page, see
from casework.web.text import _

Asked = Request[Any, Any, Any]
RECOVERY_WRONG = N_("This is not the recovery code that was shown. Look at what you wrote down, or start again.")
CODE_WRONG = N_("This code does not fit. Wait for the next one, and look at the clock of your phone.")
WAIT = N_("Too many tries. Wait %(minutes)s minutes, then try again.")


@get("/enrol/{token:str}", sync_to_thread=True, opt={"public": True})
def show(request: Asked, token: FromPath[str], database: NamedDependency[Database]) -> Response[str]:
    whose = invited(database, token, utc_now())
    return _password(request, token, whose, PasswordForm()) if whose else _gone(request)


@post("/enrol/{token:str}", sync_to_thread=True, status_code=200, opt={"public": True})
def begin(
    request: Asked,
    token: FromPath[str],
    database: NamedDependency[Database],
    vault: NamedDependency[Vault],
    typed: NamedDependency[FormMultiDict],
) -> Response[Any]:
    """The recovery code is on this answer and nowhere else."""
    whose = invited(database, token, utc_now())
    if whose is None:
        return _gone(request)
    form = PasswordForm(Typed(typed))
    issuer = organisation_name(database)
    if not form.validate_for(whose.name, whose.email, issuer):
        return _password(request, token, whose, form, 422)
    made = enrol.begin(database, vault, token, form.password.data or "", utc_now())
    if made is None or made.totp is None:
        return _gone(request)
    return _confirm(request, token, whose, ConfirmForm(), issuer, made.totp, recovery_code=made.recovery_code)


@post("/enrol/{token:str}/confirmation", sync_to_thread=True, status_code=200, opt={"public": True})
def confirm(
    request: Asked,
    token: FromPath[str],
    database: NamedDependency[Database],
    settings: NamedDependency[Settings],
    typed: NamedDependency[FormMultiDict],
) -> Response[Any]:
    form, whose = ConfirmForm(Typed(typed)), invited(database, token, utc_now())
    if whose is None or whose.totp is None:
        return _gone(request)
    if form.validate():
        done = enrol.confirm(
            database,
            token,
            recovery_code=form.recovery_code.data or "",
            code=form.code.data or "",
            device=device_of(request),
            now=utc_now(),
        )
        if done.cookie:
            answer = see("/signed-in")
            cookies.put(answer, settings.origin, done.cookie)
            return answer
        if done.gone:
            return _gone(request)
        explain(form, done)
    return _confirm(request, token, whose, form, organisation_name(database), whose.totp, status=422)


def explain(form: Any, done: enrol.Confirmed) -> None:
    """What of it did not fit."""
    if done.wait:
        form.form_errors.append(_(Said(WAIT, {"minutes": -(-done.wait // 60)})))
    if not done.recovery_fits:
        form.recovery_code.errors = [*form.recovery_code.errors, _(RECOVERY_WRONG)]
    if not done.code_fits:
        form.code.errors = [*form.code.errors, _(CODE_WRONG)]


def _password(request: Asked, token: str, whose: Invited, form: PasswordForm, status: int = 200) -> Response[str]:
    elsewhere = request.app.state.settings.provider
    label = elsewhere.label if elsewhere else ""
    return page(request, "staff/enrol.html", status=status, provider=label, token=token, whose=whose, form=form)


def _confirm(
    request: Asked,
    token: str,
    whose: Invited,
    form: ConfirmForm,
    issuer: str,
    totp: bytes,
    *,
    recovery_code: str = "",
    status: int = 200,
) -> Response[str]:
    picture = qr.drawn(codes.address(totp, whose.email, issuer), _("QR code for an authenticator app"))
    return page(
        request,
        "staff/enrol_confirm.html",
        status=status,
        token=token,
        whose=whose,
        form=form,
        picture=picture,
        secret=codes.written(totp),
        recovery_code=recovery_code,
    )


def _gone(request: Asked) -> Response[str]:
    """The same for used up, run out and never made."""
    return page(request, "staff/enrol_gone.html", status=404)


HANDLERS = [show, begin, confirm]
