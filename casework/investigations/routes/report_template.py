"""/settings/report: the headings that reports have, and what their sections begin with; versions stay as they are."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from sqlalchemy import select

from casework.access import Action
from casework.db import Database
from casework.investigations.actions import reports as verbs
from casework.investigations.forms.report import TemplateForm
from casework.investigations.lifecycle.report import SECTIONS
from casework.investigations.queries import reports as queries
from casework.people import Actor
from casework.people.models import Person
from casework.settings import N_
from casework.web import nonces
from casework.web.forms import Typed
from casework.web.page import page, see
from casework.web.text import gettext

PATH = "/settings/report"
OPT = {"needs": Action.KEEP_TEMPLATES, "title": N_("What reports begin with")}
Asked = Request[Any, Any, Any]
Data = NamedDependency[Database]


@get(PATH, sync_to_thread=True, opt=OPT)
def show(request: Asked, database: Data) -> Response[str]:
    with database.reading() as db:
        found = queries.template(db)
    kept = {f"{part}_{name}": said for name, parts in found.sections.items() for part, said in parts.items()}
    return _form(request, database, TemplateForm(data={"nonce": nonces.make(), **kept}))


@post(PATH, sync_to_thread=True, status_code=200, opt=OPT)
def change(request: Asked, database: Data, actor: NamedDependency[Actor], typed: NamedDependency[FormMultiDict]) -> Any:
    form = TemplateForm(Typed(typed))
    if not form.validate():
        form.nonce.data = nonces.make()
        return _form(request, database, form, status=422)
    with database.transaction() as db:
        if nonces.take(db, nonces.of(typed)):
            verbs.change_template(db, form.sections(), by=actor)
    return see(f"{PATH}?saved=1")


def _form(request: Asked, database: Database, form: TemplateForm, *, status: int = 200) -> Response[str]:
    with database.reading() as db:
        versions = queries.templates(db)
        names = {row.id: row.name for row in db.execute(select(Person.id, Person.name))}
    return page(
        request, "investigations/report_template.html", status=status, form=form, names=names, versions=versions,
        sections=[(name, gettext(heading)) for name, heading in SECTIONS.items()],
        saved="saved" in request.query_params,
    )  # fmt: skip


ROUTES: list[Any] = [show, change]
