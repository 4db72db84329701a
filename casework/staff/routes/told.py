"""/me/told: what one wants to be told by mail."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency

from casework.db import Database
from casework.mail import Notice, offered, told
from casework.people import Actor
from casework.settings import Settings
from casework.staff.actions import told as actions
from casework.staff.forms.forgotten import ToldForm
from casework.web.forms import Typed
from casework.web.page import page, see

Asked = Request[Any, Any, Any]
Data = NamedDependency[Database]
Who = NamedDependency[Actor]
Set = NamedDependency[Settings]


@get("/me/told", sync_to_thread=True, opt={"own": True})
def show(request: Asked, database: Data, actor: Who, settings: Set) -> Response[str]:
    with database.reading() as db:
        chosen = told.chosen(db, actor.id)
    form = ToldForm(data={"told": [notice.value for notice in chosen]}).offer(offered(actor.roles))
    return _told(request, settings, form)


@post("/me/told", sync_to_thread=True, status_code=200, opt={"own": True})
def choose(
    request: Asked, database: Data, actor: Who, settings: Set, typed: NamedDependency[FormMultiDict]
) -> Response[Any]:
    form = ToldForm(Typed(typed)).offer(offered(actor.roles))
    if not form.validate():
        return _told(request, settings, form, 422)
    with database.transaction() as db:
        actions.choose(db, actor, [Notice(value) for value in form.told.data or ()])
    return see("/me?saved=told")


def _told(request: Asked, settings: Settings, form: ToldForm, status: int = 200) -> Response[str]:
    return page(request, "staff/told.html", status=status, form=form, mail=settings.mail is not None)


HANDLERS = [show, choose]
