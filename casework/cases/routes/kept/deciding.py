"""One destruction: somebody else agrees or declines, and then it is done, a few seconds at a time."""

from typing import Any

from litestar import Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from casework.access import Forbidden
from casework.cases.actions import destroying
from casework.cases.forms.retention import DecisionForm
from casework.cases.queries import destructions
from casework.cases.queries.destructions import Asked
from casework.db import Database
from casework.files import Store
from casework.people import Actor
from casework.settings import N_
from casework.web import nonces
from casework.web.forms import Typed
from casework.web.page import page, see
from casework.web.text import _

from . import shelf as shelves
from . import words
from .shelf import Asking, Data, Shelf, Who


def routes(shelf: Shelf) -> list[Any]:
    one = f"{shelf.path}/destructions/{{destruction_id:int}}"
    proves = {"needs": shelf.matters.destroy, "step_up": True, "title": N_("Decide on a destruction")}

    @get(one, sync_to_thread=True, opt={"needs": shelf.matters.destroy})
    def show(request: Asking, destruction_id: FromPath[int], database: Data, actor: Who) -> Response[str]:
        return _one(request, database, actor, shelf, destruction_id)

    @post(f"{one}/decision", sync_to_thread=True, status_code=200, opt=proves)
    def decide(
        request: Asking,
        destruction_id: FromPath[int],
        database: Data,
        actor: Who,
        store: NamedDependency[Store],
        typed: NamedDependency[FormMultiDict],
    ) -> Response[Any]:
        return _decide(request, database, actor, shelf, destruction_id, store, typed)

    @post(f"{one}/slices", sync_to_thread=True, status_code=200, opt=proves)
    def carry_on(
        request: Asking, destruction_id: FromPath[int], database: Data, actor: Who, store: NamedDependency[Store]
    ) -> Response[Any]:
        _asked(database, actor, shelf, destruction_id)
        destroying.go_on(database, store, shelf.matters, destruction_id)
        if request.headers.get("hx-request"):
            return _one(request, database, actor, shelf, destruction_id)
        return see(f"{shelf.path}/destructions/{destruction_id}")

    return [show, decide, carry_on]


def _asked(database: Database, actor: Actor, shelf: Shelf, id_: int) -> Asked:
    with database.reading() as db:
        found = destructions.one(db, shelf.matters, actor, id_, shelves.today(actor))
    if found is None:
        raise NotFoundException
    return found


def _one(
    request: Asking,
    database: Database,
    actor: Actor,
    shelf: Shelf,
    id_: int,
    *,
    form: DecisionForm | None = None,
    refused: str = "",
    status: int = 200,
) -> Response[str]:
    asked = _asked(database, actor, shelf, id_)
    decision = form or DecisionForm()
    decision.nonce.data = nonces.make()
    lines = [words.line(one, path="", alone=False) for one in asked.items]
    return page(
        request,
        "cases/kept_destruction.html",
        status=status,
        shelf=shelf,
        asked=asked,
        lines=lines,
        stood=[(one.number, words.stays_because(one.why)) for one in asked.stood],
        counted=words.counted(shelf.matters.of, len(lines) + len(asked.stood) + asked.gone),
        own=asked.own,
        form=decision,
        refused=refused,
    )


def _decide(
    request: Asking, database: Database, actor: Actor, shelf: Shelf, id_: int, store: Store, typed: FormMultiDict
) -> Response[Any]:  # fmt: skip
    asked, form = _asked(database, actor, shelf, id_), DecisionForm(Typed(typed))
    if asked.own:  # who asked can only take it back
        form.decision.data = "decline"
    if not form.validate():
        return _one(request, database, actor, shelf, id_, form=form, status=422)
    agrees = form.decision.data == "agree"
    try:
        with database.transaction() as db:
            if nonces.take(db, nonces.of(typed)):
                destroying.decide(db, shelf.matters, id_, agrees=agrees, why_not=form.why_not.data or "", by=actor)
    except Forbidden as wrong:
        return _one(request, database, actor, shelf, id_, form=form, refused=_(wrong.args[0]), status=409)
    if agrees:
        destroying.go_on(database, store, shelf.matters, id_)
    return see(f"{shelf.path}/destructions/{id_}" if agrees else shelf.path)
