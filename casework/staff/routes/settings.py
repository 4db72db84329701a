"""/settings: the organisation, its sites, its promised days."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from casework.access import Action, may_ever
from casework.db import Database, utc_now
from casework.people import Actor, organisation
from casework.people.models import Site
from casework.staff.actions import settings as actions
from casework.staff.forms.settings import DAYS, OrganisationForm, PolicyForm, SiteForm
from casework.staff.queries import settings as queries
from casework.web.forms import Typed
from casework.web.page import page, see

Asked = Request[Any, Any, Any]
Data = NamedDependency[Database]
Who = NamedDependency[Actor]
Typing = NamedDependency[FormMultiDict]
NEEDS = {"needs": Action.EDIT_SETTINGS}
ORGANISATION = ("organisation", "zone", "shows_functions", "danger", "hours", "phone", "support")
SITE = ("name", "zone", "country", "danger", "support")


@get("/settings", sync_to_thread=True, opt=NEEDS)
def show(request: Asked, database: Data, actor: Who) -> Response[str]:
    return _show(request, database, actor)


@post("/settings/organisation", sync_to_thread=True, status_code=200, opt=NEEDS)
def save(request: Asked, database: Data, actor: Who, typed: Typing) -> Response[Any]:
    form = OrganisationForm(Typed(typed))
    if not form.validate():
        return _show(request, database, actor, form=form, status=422)
    values = {name: form[name].data if name == "shows_functions" else form[name].data or "" for name in ORGANISATION}
    with database.transaction() as db:
        actions.describe(db, values, by=actor, now=utc_now())
    return see("/settings?saved=1")


@post("/settings/policy", sync_to_thread=True, status_code=200, opt=NEEDS)
def save_policy(request: Asked, database: Data, actor: Who, typed: Typing) -> Response[Any]:
    form, now = PolicyForm(Typed(typed)), utc_now()
    with database.reading() as db:
        before = organisation.policy(db)
    form.validate()
    days = form.policy(before)
    if days is None:
        return _show(request, database, actor, policy=form, status=422)
    with database.transaction() as db:
        actions.promise(db, days, by=actor, now=now)
    return see("/settings?saved=1")


@get("/settings/sites/new", sync_to_thread=True, opt=NEEDS)
def new_site(request: Asked, database: Data) -> Response[str]:
    with database.reading() as db:
        zone = organisation.read(db).zone
    return page(request, "staff/site.html", site=None, form=SiteForm(data={"zone": zone, "country": "EU"}))


@post("/settings/sites", sync_to_thread=True, status_code=200, opt=NEEDS)
def add_site(request: Asked, database: Data, actor: Who, typed: Typing) -> Response[Any]:
    return _save_site(request, database, actor, typed, None)


@get("/settings/sites/{site_id:int}", sync_to_thread=True, opt=NEEDS)
def show_site(request: Asked, site_id: FromPath[int], database: Data) -> Response[str]:
    site = _site(database, site_id)
    return page(request, "staff/site.html", site=site, form=SiteForm(obj=site))


@post("/settings/sites/{site_id:int}", sync_to_thread=True, status_code=200, opt=NEEDS)
def save_site(request: Asked, site_id: FromPath[int], database: Data, actor: Who, typed: Typing) -> Response[Any]:
    return _save_site(request, database, actor, typed, site_id)


@post("/settings/sites/{site_id:int}/closing", sync_to_thread=True, status_code=200, opt=NEEDS)
def close_site(site_id: FromPath[int], database: Data, actor: Who, typed: Typing) -> Response[Any]:
    """The form says which of the two it is: a second click does not undo the first."""
    site = _site(database, site_id)
    with database.transaction() as db:
        actions.close_site(db, db.merge(site), closed=bool(typed.get("closed")), by=actor, now=utc_now())
    return see("/settings")


def _save_site(request: Asked, database: Database, actor: Actor, typed: Any, site_id: int | None) -> Response[Any]:
    site = _site(database, site_id) if site_id else None
    form = SiteForm(Typed(typed))
    if not form.validate():
        return page(request, "staff/site.html", status=422, site=site, form=form)
    with database.transaction() as db:
        kept = db.merge(site) if site else None
        actions.save_site(db, kept, {name: form[name].data or "" for name in SITE}, by=actor)
    return see("/settings?saved=1")


def _site(database: Database, site_id: int) -> Site:
    with database.reading() as db:
        site = db.get(Site, site_id)
    if site is None:
        raise NotFoundException
    return site


def _show(
    request: Asked,
    database: Database,
    actor: Actor,
    *,
    form: OrganisationForm | None = None,
    policy: PolicyForm | None = None,
    status: int = 200,
) -> Response[str]:
    with database.reading() as db:
        known, days, sites = organisation.read(db), organisation.policy(db), queries.sites(db)
    return page(
        request,
        "staff/settings.html",
        status=status,
        form=form or OrganisationForm(obj=known),
        policy=policy or PolicyForm(data=days.as_mapping()),
        days=list(DAYS),
        sites=sites,
        routes=bool(may_ever(actor, Action.EDIT_ROUTING)),
        bars=bool(may_ever(actor, Action.BAR_KEYS)),
        lets_in=bool(may_ever(actor, Action.LET_DIRECTORY_IN)),
        words=bool(may_ever(actor, Action.KEEP_TEMPLATES)),
        saved="saved" in request.query_params,
    )


HANDLERS = [show, save, save_policy, new_site, add_site, show_site, save_site, close_site]
