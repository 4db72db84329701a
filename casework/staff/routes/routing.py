"""/settings/routing: kind and site → people. For leads, after step-up; other leads are told."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.params import FromPath

from casework.access import Action
from casework.cases.lifecycle.kinds import KINDS
from casework.db import Database, utc_now
from casework.people import Actor
from casework.people.models import Route
from casework.staff.actions import settings as actions
from casework.staff.actions.people import Refused
from casework.staff.forms.settings import RouteForm
from casework.staff.queries import people
from casework.staff.queries import settings as queries
from casework.web.forms import Typed
from casework.web.page import page, see
from casework.web.text import _

Asked = Request[Any, Any, Any]
Data = NamedDependency[Database]
Who = NamedDependency[Actor]
CHANGES = {"needs": Action.EDIT_ROUTING, "step_up": True}


@get("/settings/routing", sync_to_thread=True, opt={"needs": Action.EDIT_ROUTING})
def show(request: Asked, database: Data, actor: Who) -> Response[str]:
    return _show(request, database, actor, None)


@post("/settings/routing", sync_to_thread=True, status_code=200, opt=CHANGES)
def add(request: Asked, database: Data, actor: Who, typed: NamedDependency[FormMultiDict]) -> Response[Any]:
    form = _form(database, Typed(typed))
    if not form.validate():
        return _show(request, database, actor, form, 422)
    try:
        with database.transaction() as db:
            actions.route(
                db,
                kind=form.kind.data,
                site_id=int(form.site.data),
                person_id=int(form.person.data),
                duty=form.duty.data,
                by=actor,
                now=utc_now(),
            )
    except Refused as refused:
        form.person.errors = [*form.person.errors, _(refused.why)]
        return _show(request, database, actor, form, 409)
    return see("/settings/routing")


@post("/settings/routing/{route_id:int}/end", sync_to_thread=True, status_code=200, opt=CHANGES)
def end(route_id: FromPath[int], database: Data, actor: Who) -> Response[Any]:
    with database.transaction() as db:
        if row := db.get(Route, route_id):  # the second click of two finds it done
            actions.end_route(db, row, by=actor)
    return see("/settings/routing")


def _form(database: Database, typed: Typed | None) -> RouteForm:
    form = RouteForm(typed)
    with database.reading() as db:
        form.person.choices = [(str(one.id), one.name) for one in queries.able(db)]
        form.site.choices = [("0", _("Any site")), *((str(site.id), site.name) for site in queries.sites(db))]
    form.kind.choices = [("", _("Any kind")), *((kind, _(label)) for kind, label in KINDS.items())]
    form.duty.choices = [(duty, _(label)) for duty, label in actions.DUTIES.items()]
    return form


def _show(request: Asked, database: Database, actor: Actor, form: RouteForm | None, status: int = 200) -> Response[str]:
    with database.reading() as db:
        routes, others = queries.routing(db), people.leads(db, actor)
    return page(
        request,
        "staff/routing.html",
        status=status,
        routes=routes,
        others=others,
        duties=actions.DUTIES,
        form=form or _form(database, None),
    )


HANDLERS = [show, add, end]
