"""/referrals/providers: who helps with what, in which language and where. Coordinators keep it; the public page of
support shows what is meant for it."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from litestar import Request, Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlalchemy.orm import Session

from casework.access import Action
from casework.db import Database, utc_now
from casework.eap.actions import providers as actions
from casework.eap.actions.providers import Stale
from casework.eap.forms.providers import ProviderForm, start
from casework.eap.models import Provider
from casework.eap.needs import LANGUAGES, NEEDS, WAYS
from casework.eap.queries import providers as queries
from casework.eap.queries.providers import Listed
from casework.people import Actor, place
from casework.settings import N_
from casework.web import nonces
from casework.web.forms import Typed
from casework.web.page import page, see
from casework.web.text import _, gettext, listed

Asked = Request[Any, Any, Any]
Data = NamedDependency[Database]
Who = NamedDependency[Actor]
Typing = NamedDependency[FormMultiDict]
OPT = {"needs": Action.KEEP_PROVIDERS, "title": N_("Providers")}
PATH = "/referrals/providers"
STALE = N_("Somebody else changed it after you opened the page. Your text is kept here; what it says now is below.")


class Line(NamedTuple):
    """A provider in words. `room`: how many places are free."""

    id: int
    name: str
    areas: str
    languages: str
    where: str
    ways: str
    cost: str
    contact: str
    about: str
    room: str
    line: bool
    public: bool
    ended: bool


@get(PATH, sync_to_thread=True, opt=OPT)
def show(request: Asked, database: Data) -> Response[str]:
    """`?ended=1`: those who help no more as well."""
    ended = request.query_params.get("ended") == "1"
    with database.reading() as db:
        found, helping, sites = queries.every(db, ended=ended), queries.helping(db), sites_of(db)
    lines = [line_of(one, sites, helping.get(one.id, 0)) for one in found]
    return page(request, "eap/providers.html", lines=lines, ended=ended)


@get(f"{PATH}/new", sync_to_thread=True, opt=OPT)
def new(request: Asked, database: Data) -> Response[str]:
    with database.reading() as db:
        form = ProviderForm(data={"public": True, "nonce": nonces.make()}).fill(place.sites(db))
    return page(request, "eap/provider.html", form=form, one=None, now=None, stale="")


@post(PATH, sync_to_thread=True, status_code=200, opt=OPT)
def add(request: Asked, database: Data, actor: Who, typed: Typing) -> Response[Any]:
    form = _form(database, typed)
    if not form.validate():
        form.nonce.data = nonces.make()
        return page(request, "eap/provider.html", status=422, form=form, one=None, now=None, stale="")
    with database.transaction() as db:
        if nonces.take(db, nonces.of(typed)):
            actions.add(db, form.values, by=actor, now=utc_now())
    return see(PATH)


@get(f"{PATH}/{{provider_id:int}}", sync_to_thread=True, opt=OPT)
def one(request: Asked, provider_id: FromPath[int], database: Data) -> Response[str]:
    with database.reading() as db:
        found = queries.listed(_row(db, provider_id))
        form = ProviderForm(data={**start(found), "nonce": nonces.make()}).fill(place.sites(db))
    return page(request, "eap/provider.html", form=form, one=found, now=None, stale="")


@post(f"{PATH}/{{provider_id:int}}", sync_to_thread=True, status_code=200, opt=OPT)
def change(request: Asked, provider_id: FromPath[int], database: Data, actor: Who, typed: Typing) -> Response[Any]:
    form = _form(database, typed)
    with database.reading() as db:
        found = queries.listed(_row(db, provider_id))
    if not form.validate():
        form.nonce.data = nonces.make()
        return page(request, "eap/provider.html", status=422, form=form, one=found, now=None, stale="")
    try:
        with database.transaction() as db:
            if nonces.take(db, nonces.of(typed)):
                actions.change(db, _row(db, provider_id), form.values, version=form.seen, by=actor)
    except Stale:
        return _stale(request, database, provider_id, form)
    return see(PATH)


@post(f"{PATH}/{{provider_id:int}}/end", sync_to_thread=True, status_code=200, opt=OPT)
def end(request: Asked, provider_id: FromPath[int], database: Data, actor: Who, typed: Typing) -> Response[Any]:
    """The form says which of the two it is: a second click does not undo the first."""
    form = ProviderForm(Typed(typed))
    try:
        with database.transaction() as db:
            row = _row(db, provider_id)
            actions.end(db, row, ended=bool(typed.get("ended")), version=form.seen, by=actor, now=utc_now())
    except Stale:
        with database.reading() as db:
            found = queries.listed(_row(db, provider_id))
            form = ProviderForm(data={**start(found), "nonce": nonces.make()}).fill(place.sites(db))
        return page(request, "eap/provider.html", status=409, form=form, one=found, now=None, stale=_(STALE))
    return see(PATH)


def _stale(request: Asked, database: Database, provider_id: int, form: ProviderForm) -> Response[Any]:
    """Sent once more it counts: the form has the version of now."""
    with database.reading() as db:
        found, sites = queries.listed(_row(db, provider_id)), sites_of(db)
    form.version.data, form.nonce.data = str(found.version), nonces.make()
    now = line_of(found, sites, 0)
    return page(request, "eap/provider.html", status=409, form=form, one=found, now=now, stale=_(STALE))


def _form(database: Database, typed: FormMultiDict) -> ProviderForm:
    with database.reading() as db:
        return ProviderForm(Typed(typed)).fill(place.sites(db))


def _row(db: Session, provider_id: int) -> Provider:
    row = db.get(Provider, provider_id)
    if row is None:
        raise NotFoundException
    return row


def sites_of(db: Session) -> dict[int, str]:
    return {site.id: site.name for site in place.sites(db)}


def line_of(one: Listed, sites: dict[int, str], helping: int) -> Line:
    room = _("no limit") if one.capacity is None else _("%(n)s of %(all)s taken", n=helping, all=one.capacity)
    return Line(
        id=one.id,
        name=one.name,
        areas=_named(NEEDS, one.areas) or _("Anything"),
        languages=_named(LANGUAGES, one.languages),
        where=listed([sites[id_] for id_ in one.places if id_ in sites]) or _("everywhere"),
        ways=_named(WAYS, one.ways),
        cost=one.cost or _("nothing"),
        contact=one.contact,
        about=one.about,
        room=room,
        line=one.line,
        public=one.public,
        ended=one.ended,
    )


def _named(words: Mapping[str, str], codes: Iterable[str]) -> str:
    return listed([gettext(words[code]) for code in codes if code in words])


HANDLERS = [show, new, add, one, change, end]
