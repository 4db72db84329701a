"""/settings/plans: what plans are drawn from, kind by kind, in versions; what is drawn already stays as it is."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlalchemy import select

from casework.access import Action
from casework.cases.lifecycle.kinds import ISSUES
from casework.db import Database
from casework.investigations.actions import templates as actions
from casework.investigations.forms.templates import TemplateForm, typed_of
from casework.investigations.plans import KINDS
from casework.investigations.queries import templates as queries
from casework.people import Actor
from casework.people.models import Person
from casework.settings import N_
from casework.web import nonces
from casework.web.forms import Typed
from casework.web.page import page, see
from casework.web.text import gettext, listed

PATH = "/settings/plans"
OPT = {"needs": Action.KEEP_TEMPLATES, "title": N_("What plans are drawn from")}
Asked = Request[Any, Any, Any]
Data = NamedDependency[Database]


@get(PATH, sync_to_thread=True, opt=OPT)
def show(request: Asked, database: Data) -> Response[str]:
    with database.reading() as db:
        found = queries.current(db)
        names = _names(database)
    lines = [
        (kind, gettext(KINDS[kind]), one, listed([gettext(ISSUES[issue]) for issue in one.template.issues]))
        for kind, one in found.items()
    ]
    return page(request, "investigations/templates.html", lines=lines, names=names)


@get(f"{PATH}/{{kind:str}}", sync_to_thread=True, opt=OPT)
def one(request: Asked, kind: FromPath[str], database: Data) -> Response[str]:
    """The form, with what holds now in it. `?version=`: with what held then."""
    versions = _versions(database, kind)
    asked = request.query_params.get("version", "")
    chosen = next((found for found in versions if str(found.number) == asked), versions[0])
    form = TemplateForm(data={"nonce": nonces.make(), **typed_of(chosen.template)})
    return _form(request, database, kind, form)


@post(f"{PATH}/{{kind:str}}", sync_to_thread=True, status_code=200, opt=OPT)
def change(
    request: Asked,
    kind: FromPath[str],
    database: Data,
    actor: NamedDependency[Actor],
    typed: NamedDependency[FormMultiDict],
) -> Any:
    versions, form = _versions(database, kind), TemplateForm(Typed(typed))
    if not form.validate():
        form.nonce.data = nonces.make()
        return _form(request, database, kind, form, status=422)
    with database.transaction() as db:
        if nonces.take(db, nonces.of(typed)):
            actions.change(db, form.template(versions[0].template), by=actor)
    return see(PATH)


def _versions(database: Database, kind: str) -> list[queries.Version]:
    if kind not in KINDS:
        raise NotFoundException
    with database.reading() as db:
        return queries.every(db, kind)


def _form(request: Asked, database: Database, kind: str, form: TemplateForm, *, status: int = 200) -> Response[str]:
    return page(
        request, "investigations/template.html", status=status, kind=kind, called=gettext(KINDS[kind]), form=form,
        versions=_versions(database, kind), names=_names(database),
    )  # fmt: skip


def _names(database: Database) -> dict[int, str]:
    with database.reading() as db:
        return {row.id: row.name for row in db.execute(select(Person.id, Person.name))}


ROUTES: list[Any] = [show, one, change]
