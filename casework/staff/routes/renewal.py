"""/me/renewal: another key pair of one's own."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency

from casework.db import Database, utc_now
from casework.people import Actor, codes
from casework.settings import Settings
from casework.staff.actions import renewal
from casework.staff.actions.people import Refused
from casework.staff.address import device_of
from casework.staff.forms.passwords import ConfirmForm, PasswordForm
from casework.staff.queries import me as queries
from casework.staff.queries.enrol import organisation_name
from casework.vault import Vault
from casework.web import cookies, qr
from casework.web.forms import Form, Typed
from casework.web.page import page, see
from casework.web.text import _

from .enrol import explain

Asked = Request[Any, Any, Any]
OPT = {"own": True, "step_up": True}


@get("/me/renewal", sync_to_thread=True, opt=OPT)
def show(request: Asked) -> Response[str]:
    return _first(request, PasswordForm())


@post("/me/renewal", sync_to_thread=True, status_code=200, opt=OPT)
def begin(
    request: Asked,
    database: NamedDependency[Database],
    vault: NamedDependency[Vault],
    actor: NamedDependency[Actor],
    typed: NamedDependency[FormMultiDict],
) -> Response[Any]:
    """The recovery code is on this answer and nowhere else."""
    form = PasswordForm(Typed(typed))
    if not form.validate_for(actor.name, organisation_name(database)):
        return _first(request, form, 422)
    try:
        made = renewal.begin(database, vault, actor, form.password.data or "", utc_now())
    except Refused as refused:
        return _refused(request, form, refused)
    return _second(request, database, actor, ConfirmForm(), made.totp, recovery_code=made.recovery_code)


@post("/me/renewal/confirmation", sync_to_thread=True, status_code=200, opt=OPT)
def confirm(
    request: Asked,
    database: NamedDependency[Database],
    settings: NamedDependency[Settings],
    actor: NamedDependency[Actor],
    typed: NamedDependency[FormMultiDict],
) -> Response[Any]:
    form, secret = ConfirmForm(Typed(typed)), renewal.waiting(database, actor)
    if secret is None:
        return see("/me/renewal")
    if form.validate():
        given = {"recovery_code": form.recovery_code.data or "", "code": form.code.data or ""}
        try:
            done = renewal.confirm(database, actor, **given, device=device_of(request), now=utc_now())
        except Refused as refused:
            return _refused(request, PasswordForm(), refused)
        if done.cookie:
            answer = see("/waiting")
            cookies.put(answer, settings.origin, done.cookie)
            return answer
        if done.gone:
            return see("/me/renewal")
        explain(form, done)
    return _second(request, database, actor, form, secret, status=422)


def _first(request: Asked, form: PasswordForm, status: int = 200) -> Response[str]:
    return page(request, "staff/renewal.html", status=status, form=form)


def _refused(request: Asked, form: PasswordForm, refused: Refused) -> Response[str]:
    form.form_errors.append(_(refused.why))
    return _first(request, form, 409)


def _second(
    request: Asked,
    database: Database,
    actor: Actor,
    form: Form,
    secret: bytes | None,
    *,
    recovery_code: str = "",
    status: int = 200,
) -> Response[str]:
    assert secret is not None
    address = codes.address(secret, queries.me(database, actor, utc_now()).email, organisation_name(database))
    return page(
        request,
        "staff/renewal_confirm.html",
        status=status,
        form=form,
        picture=qr.drawn(address, _("QR code for an authenticator app")),
        secret=codes.written(secret),
        recovery_code=recovery_code,
    )


HANDLERS = [show, begin, confirm]
