"""/me/email, /people/{id}/email and /not-me/{token}: another address, and the owner's objection to it."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlalchemy.orm import Session

from casework.access import Action
from casework.db import Database, utc_now
from casework.people import Actor, accounts
from casework.people.models import Person
from casework.settings import N_, Settings
from casework.staff.actions import addresses as actions
from casework.staff.address import address_of
from casework.staff.forms.forgotten import AddressForm
from casework.staff.queries.forgotten import objection
from casework.web.forms import Typed
from casework.web.page import page, see
from casework.web.text import _

Asked = Request[Any, Any, Any]
Data = NamedDependency[Database]
Who = NamedDependency[Actor]
Set = NamedDependency[Settings]
Typing = NamedDependency[FormMultiDict]
TAKEN = N_("There is an account with this address already.")
MINE: dict[str, Any] = {"own": True, "step_up": True}
THEIRS: dict[str, Any] = {"needs": Action.CHANGE_ADDRESS, "step_up": True}


@get("/me/email", sync_to_thread=True, opt=MINE)
def show_own(request: Asked, settings: Set, actor: Who, database: Data) -> Response[str]:
    return _form(request, settings, database, actor.id, AddressForm(), "/me/email", "/me")


@post("/me/email", sync_to_thread=True, status_code=200, opt=MINE)
def change_own(request: Asked, settings: Set, actor: Who, database: Data, typed: Typing) -> Response[Any]:
    form = AddressForm(Typed(typed))
    if form.validate():
        try:
            with database.transaction() as db:
                actions.change_own(db, actor, form.email.data or "", utc_now())
            return see("/me?saved=email")
        except accounts.Taken:
            form.email.errors = [_(TAKEN)]
    return _form(request, settings, database, actor.id, form, "/me/email", "/me", 422)


@get("/people/{person_id:int}/email", sync_to_thread=True, opt=THEIRS)
def show_of(request: Asked, person_id: FromPath[int], settings: Set, database: Data) -> Response[str]:
    back = f"/people/{person_id}"
    return _form(request, settings, database, person_id, AddressForm(), f"{back}/email", back)


@post("/people/{person_id:int}/email", sync_to_thread=True, status_code=200, opt=THEIRS)
def change_of(
    request: Asked, person_id: FromPath[int], settings: Set, actor: Who, database: Data, typed: Typing
) -> Response[Any]:
    form, back = AddressForm(Typed(typed)), f"/people/{person_id}"
    if form.validate():
        try:
            with database.transaction() as db:
                actions.change_of(db, _person(db, person_id), form.email.data or "", by=actor, now=utc_now())
            return see(back)
        except accounts.Taken:
            form.email.errors = [_(TAKEN)]
    return _form(request, settings, database, person_id, form, f"{back}/email", back, 422)


@get("/not-me/{token:str}", sync_to_thread=True, opt={"public": True})
def show_objection(request: Asked, token: FromPath[str], database: Data) -> Response[str]:
    """Looking changes nothing: mail scanners look at everything."""
    before = objection(database, token, utc_now())
    if before is None:
        return page(request, "staff/reset_gone.html", status=404)
    return page(request, "staff/not_me.html", token=token, before=before, done=False)


@post("/not-me/{token:str}", sync_to_thread=True, status_code=200, opt={"public": True})
def object_to(request: Asked, token: FromPath[str], settings: Set, database: Data) -> Response[str]:
    before = objection(database, token, utc_now())
    done = actions.object_to(database, token, address=address_of(request, settings), now=utc_now())
    if not done or before is None:
        return page(request, "staff/reset_gone.html", status=404)
    return page(request, "staff/not_me.html", token=token, before=before, done=True)


def _form(
    request: Asked,
    settings: Settings,
    database: Database,
    person_id: int,
    form: AddressForm,
    action: str,
    back: str,
    status: int = 200,
) -> Response[str]:
    with database.reading() as db:
        person = _person(db, person_id)
        now = accounts.email_of(db, person)
    return page(
        request,
        "staff/address.html",
        status=status,
        form=form,
        whose=person.name,
        now=now,
        action=action,
        back=back,
        mail=settings.mail is not None,
    )


def _person(db: Session, person_id: int) -> Person:
    found = db.get(Person, person_id)
    if found is None:
        raise NotFoundException
    return found


HANDLERS = [show_own, change_own, show_of, change_of, show_objection, object_to]
