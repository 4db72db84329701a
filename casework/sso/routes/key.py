"""/me/key: whose hands one's key lies in; into the server's, to sign in with the provider, and back."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency

from casework.db import Database, utc_now
from casework.people import Actor, codes
from casework.settings import Settings
from casework.sso import keys, started
from casework.sso.refusal import BARRED, WORDS, ProviderDown
from casework.sso.started import Purpose
from casework.staff.forms.passwords import ConfirmForm, PasswordForm
from casework.staff.queries.enrol import organisation_name
from casework.staff.routes.enrol import explain
from casework.vault import Vault
from casework.web import qr
from casework.web.forms import Form, Typed
from casework.web.page import page, see
from casework.web.text import _

from . import door

Asked = Request[Any, Any, Any]
Data = NamedDependency[Database]
Who = NamedDependency[Actor]
Set = NamedDependency[Settings]
Typing = NamedDependency[FormMultiDict]
PROVEN = {"own": True, "step_up": True}


@get("/me/key", sync_to_thread=True, opt={"own": True})
def show(request: Asked, database: Data, actor: Who, settings: Set) -> Response[str]:
    return _show(request, database, actor, settings)


@post("/me/key/link", sync_to_thread=True, status_code=200, opt=PROVEN)
def link(request: Asked, database: Data, actor: Who, settings: Set) -> Response[Any]:
    """Only this form begins it, and nothing on another site can send it. The provider is one more click away: a form
    of ours may not lead elsewhere."""
    door.talk_of(settings)
    with database.reading() as db:
        barred = keys.own(db, actor).barred
    if barred:
        form = Form()
        form.form_errors.append(_(WORDS[BARRED]))
        return _show(request, database, actor, settings, form, 409)
    begun = started.begin(Purpose.LINK, utc_now(), session=actor.session_id)
    try:
        address = door.address_at(settings, begun)
    except ProviderDown:
        return door.down(request, settings)
    assert settings.provider is not None
    said = page(request, "sso/link.html", address=address, label=settings.provider.label)
    return door.keep(said, database, settings, begun)


@get("/me/key/own", sync_to_thread=True, opt=PROVEN)
def show_own(request: Asked, database: Data, actor: Who) -> Response[Any]:
    mine = _own(database, actor)
    return page(request, "sso/own.html", form=PasswordForm(), email=mine.email) if mine.kept else see("/me/key")


@post("/me/key/own", sync_to_thread=True, status_code=200, opt=PROVEN)
def begin_own(
    request: Asked, database: Data, vault: NamedDependency[Vault], actor: Who, typed: Typing
) -> Response[Any]:
    """The recovery code is on this answer and nowhere else."""
    mine, issuer, form = _own(database, actor), organisation_name(database), PasswordForm(Typed(typed))
    if not mine.kept:
        return see("/me/key")
    if not form.validate_for(actor.name, mine.email, issuer):
        return page(request, "sso/own.html", status=422, form=form, email=mine.email)
    made = keys.begin(database, vault, actor, form.password.data or "", utc_now())
    assert made.totp is not None
    return _confirm(request, ConfirmForm(), mine.email, issuer, made.totp, recovery_code=made.recovery_code)


@post("/me/key/own/confirmation", sync_to_thread=True, status_code=200, opt={"own": True})
def confirm_own(request: Asked, database: Data, actor: Who, typed: Typing) -> Response[Any]:
    mine, form = _own(database, actor), ConfirmForm(Typed(typed))
    if not mine.kept or mine.totp is None:
        return see("/me/key")
    if form.validate():
        said = {"recovery_code": form.recovery_code.data or "", "code": form.code.data or ""}
        wrong = keys.confirm(database, actor, **said, now=utc_now())
        if wrong is None:
            return see("/me/key?saved=out")
        explain(form, wrong)
    return _confirm(request, form, mine.email, organisation_name(database), mine.totp, status=422)


def _own(database: Database, actor: Actor) -> keys.Own:
    with database.reading() as db:
        return keys.own(db, actor)


def _confirm(
    request: Asked, form: ConfirmForm, email: str, issuer: str, totp: bytes, *, recovery_code: str = "",
    status: int = 200,
) -> Response[str]:  # fmt: skip
    picture = qr.drawn(codes.address(totp, email, issuer), _("QR code for an authenticator app"))
    return page(
        request,
        "sso/own_confirm.html",
        status=status,
        form=form,
        picture=picture,
        secret=codes.written(totp),
        recovery_code=recovery_code,
    )


def _show(
    request: Asked, database: Database, actor: Actor, settings: Settings, form: Form | None = None, status: int = 200
) -> Response[str]:
    return page(
        request,
        "sso/key.html",
        status=status,
        form=form or Form(),
        mine=_own(database, actor),
        label=settings.provider.label if settings.provider else "",
        saved=request.query_params.get("saved", ""),
    )


HANDLERS = [show, link, show_own, begin_own, confirm_own]
