"""/me/passkeys: one's own passkeys. The browser makes them and signs; without scripts the pages say what to do."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from casework.db import Database, utc_now
from casework.people import Actor
from casework.people.passkeys import place_of
from casework.settings import N_, Said, Settings
from casework.staff.actions import passkeys as actions
from casework.staff.actions.factors import session_of
from casework.staff.forms.door import SignedForm
from casework.staff.forms.factors import NameForm, PasskeyForm
from casework.staff.queries import factors as queries
from casework.web.forms import Form, Typed
from casework.web.page import page, see
from casework.web.text import _

from .showing import secret, shown

Asked = Request[Any, Any, Any]
Data = NamedDependency[Database]
Setting = NamedDependency[Settings]
Who = NamedDependency[Actor]
Typing = NamedDependency[FormMultiDict]
MINE = {"own": True, "step_up": True}
ONE = "/me/passkeys/{passkey_id:int}"
NOT_MADE = N_("The browser did not hand over a passkey that counts here, or this device has one already. Try again.")
NOT_OPEN = N_("This passkey did not say what opens your key. It stays as it is.")
LAST = N_("This is your last second factor, so it stays. Take a phone or add another passkey first.")


@get("/me/passkeys/new", sync_to_thread=True, opt=MINE)
def show_new(request: Asked, database: Data, settings: Setting, actor: Who) -> Response[str]:
    return _new(request, database, settings, actor, PasskeyForm())


@post("/me/passkeys", sync_to_thread=True, status_code=200, opt=MINE)
def add(request: Asked, database: Data, settings: Setting, actor: Who, typed: Typing) -> Response[Any]:
    form, place = PasskeyForm(Typed(typed)), place_of(settings.origin)
    if form.validate():
        made = actions.Made(form["name"].data, form.made.data or "", secret(form) if form.alone.data else b"")
        added = actions.add(database, actor, place, made, utc_now()) if place else None
        if added is not None:
            wanted = form.alone.data and added.wrapped is None
            return see(f"/me/passkeys/{added.id}?alone=1" if wanted else "/me?saved=passkey")
        form.form_errors.append(_(NOT_MADE))
    return _new(request, database, settings, actor, form, 422)


@get(ONE, sync_to_thread=True, opt=MINE)
def show(request: Asked, passkey_id: FromPath[int], database: Data, settings: Setting, actor: Who) -> Response[str]:
    return _one(request, database, settings, actor, passkey_id)


@post(ONE + "/name", sync_to_thread=True, status_code=200, opt=MINE)
def rename(
    request: Asked, passkey_id: FromPath[int], database: Data, settings: Setting, actor: Who, typed: Typing
) -> Response[Any]:
    form = NameForm(Typed(typed))
    if not form.validate():
        return _one(request, database, settings, actor, passkey_id, form, 422)
    _found(actions.rename(database, actor, passkey_id, form["name"].data))
    return see(f"/me/passkeys/{passkey_id}")


@post(ONE + "/opening", sync_to_thread=True, status_code=200, opt=MINE)
def let_open(
    request: Asked, passkey_id: FromPath[int], database: Data, settings: Setting, actor: Who, typed: Typing
) -> Response[Any]:
    form = SignedForm(Typed(typed))
    sent = shown(form, settings)
    if form.validate() and sent.place and actions.let_open(database, actor, passkey_id, sent, utc_now()):
        return see(f"/me/passkeys/{passkey_id}")
    return _refused(request, database, settings, actor, passkey_id, NOT_OPEN)


@post(ONE + "/opening/end", sync_to_thread=True, status_code=200, opt=MINE)
def stop_opening(passkey_id: FromPath[int], database: Data, actor: Who) -> Response[Any]:
    _found(actions.stop_opening(database, actor, passkey_id))
    return see(f"/me/passkeys/{passkey_id}")


@post(ONE + "/removal", sync_to_thread=True, status_code=200, opt=MINE)
def remove(request: Asked, passkey_id: FromPath[int], database: Data, settings: Setting, actor: Who) -> Response[Any]:
    if actions.remove(database, actor, passkey_id):
        return see("/me?saved=no-passkey")
    return _refused(request, database, settings, actor, passkey_id, LAST)


def _new(
    request: Asked, database: Database, settings: Settings, actor: Actor, form: PasskeyForm, status: int = 200
) -> Response[str]:
    told = queries.to_create(database, actor, place_of(settings.origin), session_of(actor), utc_now())
    return page(request, "staff/passkey_new.html", status=status, form=form, told=told)


def _one(
    request: Asked,
    database: Database,
    settings: Settings,
    actor: Actor,
    passkey_id: int,
    form: Form | None = None,
    status: int = 200,
) -> Response[str]:
    if (key := queries.key(database, actor, passkey_id)) is None:
        raise NotFoundException
    place = place_of(settings.origin)
    return page(
        request,
        "staff/passkey.html",
        status=status,
        key=key,
        held=queries.held(database, actor),
        form=form or Form(),
        naming=form if isinstance(form, NameForm) else NameForm(data={"name": key.name}),
        told=queries.to_open(database, actor, place, passkey_id, session_of(actor), utc_now()),
        wanted="alone" in request.query_params,
    )


def _refused(
    request: Asked, database: Database, settings: Settings, actor: Actor, passkey_id: int, why: str | Said
) -> Response[str]:
    form = Form()
    form.form_errors.append(_(why))
    return _one(request, database, settings, actor, passkey_id, form, 409)


def _found(done: bool) -> None:
    if not done:
        raise NotFoundException


HANDLERS = [show_new, add, show, rename, let_open, stop_opening, remove]
