"""One thing that can be done with a data-subject request: a page with its form, and the POST that calls its verb."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency, Provide
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlalchemy.orm import Session

from casework.access import Action, Forbidden
from casework.audit import Tag, trail
from casework.cases.forms.fields import CaseForm
from casework.cases.lifecycle import IllegalStep
from casework.db import Database
from casework.legal.actions.requests import Changed
from casework.legal.models import SubjectRequest
from casework.legal.queries import requests
from casework.legal.queries.requests import Shown
from casework.people import Actor
from casework.settings import N_, Said
from casework.web import nonces
from casework.web.forms import Typed
from casework.web.page import page, see

Answer = Response[Any]
Asked = Request[Any, Any, Any]
CHANGED = N_("Somebody changed the request after you opened the page. Look at it again; sending this once more counts.")
LONGEST = 14


@dataclass(frozen=True, slots=True)
class Deed:
    """What a verb is called with, inside its transaction. `item`: what of the request the address names."""

    db: Session
    row: SubjectRequest
    form: Any
    by: Actor
    item: int


def _nothing(_shown: Shown, _item: int) -> dict[str, Any]:
    return {}


def _as_it_is(_db: Session, _shown: Shown, _form: Any, _item: int) -> None:
    """The form needs no choices."""


@dataclass(frozen=True, slots=True)
class Doing:
    path: str
    title: str
    button: str
    form: type[CaseForm]
    do: Callable[[Deed], None]
    start: Callable[[Shown, int], dict[str, Any]] = _nothing
    fill: Callable[[Session, Shown, Any, int], None] = _as_it_is
    says: str = ""
    room: str = "request"


def provide_request(
    number: FromPath[str], database: NamedDependency[Database], actor: NamedDependency[Actor]
) -> SubjectRequest:  # fmt: skip
    """The request, if its key is there for this person; else the 404 of no such address, and the trail says who."""
    with database.reading() as db:
        row = requests.find(db, actor, number[:LONGEST]) if number.startswith("DR-") else None
    if row is None:
        with database.transaction() as db:
            trail.record(db, actor, Tag.REQUEST_DENIED, asked=number[:LONGEST])
        raise NotFoundException
    return row


OF_ONE: dict[str, Any] = {"row": Provide(provide_request, sync_to_thread=True)}


def routes(*doings: Doing) -> list[Any]:
    return [handler for doing in doings for handler in (_page_of(doing), _post_of(doing))]


def _opt(doing: Doing) -> dict[str, Any]:
    return {"needs": Action.WORK_REQUEST, "title": doing.title}


def _page_of(doing: Doing) -> Any:
    @get(f"/requests/{{number:str}}{doing.path}", sync_to_thread=True, opt=_opt(doing))
    def show(
        request: Asked,
        row: NamedDependency[SubjectRequest],
        database: NamedDependency[Database],
        actor: NamedDependency[Actor],
    ) -> Answer:
        item = int(request.path_params.get("item", 0))
        with database.reading() as db:
            shown = requests.opened(db, row, actor)
            start = doing.start(shown, item)
            form = doing.form(data={"nonce": nonces.make(), "version": str(row.version), **start})
            doing.fill(db, shown, form, item)
        return _shown(request, doing, shown, form, 200)

    return show


def _post_of(doing: Doing) -> Any:
    @post(f"/requests/{{number:str}}{doing.path}", sync_to_thread=True, status_code=200, opt=_opt(doing))
    def send(
        request: Asked,
        row: NamedDependency[SubjectRequest],
        database: NamedDependency[Database],
        actor: NamedDependency[Actor],
        typed: NamedDependency[FormMultiDict],
    ) -> Answer:
        item = int(request.path_params.get("item", 0))
        with database.reading() as db:
            shown = requests.opened(db, row, actor)
            form = doing.form(Typed(typed))
            doing.fill(db, shown, form, item)
        if not form.validate():
            return _shown(request, doing, shown, form, 422)
        return _done(request, doing, shown, form, database, actor)

    return send


def _done(request: Asked, doing: Doing, shown: Shown, form: CaseForm, database: Database, actor: Actor) -> Answer:
    """The verb alone is in the transaction. A form that was sent already does nothing a second time."""
    item = int(request.path_params.get("item", 0))
    try:
        with database.transaction() as db:
            row = requests.find(db, actor, shown.row.number)
            if row is not None and nonces.take(db, str(form.nonce.data or "")):
                doing.do(Deed(db, row, form, actor, item))
    except Changed:
        return _shown(request, doing, shown, form, 409, [Said(CHANGED)], database)
    except IllegalStep as refused:
        return _shown(request, doing, shown, form, 409, refused.reasons)
    except Forbidden as refused:
        return _shown(request, doing, shown, form, 409, [refused.args[0]])
    return see(f"/requests/{shown.row.number}")


def _shown(
    request: Asked, doing: Doing, shown: Shown, form: CaseForm, status: int, refusals: Sequence[str | Said] = (),
    database: Database | None = None,
) -> Answer:  # fmt: skip
    if status != 200:
        form.nonce.data = nonces.make()
    if database is not None:
        with database.reading() as db:
            form.version.data = str(db.get_one(SubjectRequest, shown.row.id).version)
    path = request.scope["path"]
    return page(
        request, "legal/request_form.html", status=status, doing=doing, shown=shown, form=form, refusals=refusals,
        action=path,
    )  # fmt: skip
