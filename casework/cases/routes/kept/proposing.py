"""Asking for destruction: what would go, named one by one, what would stay of it, and why it is asked for."""

from collections.abc import Collection, Mapping
from typing import Any

from litestar import Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency

from casework.cases.actions import destroying
from casework.cases.forms.retention import ProposalForm
from casework.db import Database
from casework.people import Actor
from casework.settings import N_
from casework.web import nonces
from casework.web.forms import Typed
from casework.web.page import page, see

from . import shelf as shelves
from . import words
from .shelf import Asking, Data, Shelf, Who


def routes(shelf: Shelf) -> list[Any]:
    asks = {"needs": shelf.matters.destroy, "step_up": True, "title": N_("Ask for destruction")}

    @get(f"{shelf.path}/destructions/new", sync_to_thread=True, opt=asks)
    def choose(request: Asking, database: Data, actor: Who) -> Response[Any]:
        chosen = request.query_params.getall("of", [])
        return _proposal(request, database, actor, shelf, chosen, everything="all" in request.query_params)

    @post(f"{shelf.path}/destructions", sync_to_thread=True, status_code=200, opt=asks)
    def propose(request: Asking, database: Data, actor: Who, typed: NamedDependency[FormMultiDict]) -> Response[Any]:
        return _propose(request, database, actor, shelf, typed)

    return [choose, propose]


def _proposal(
    request: Asking,
    database: Database,
    actor: Actor,
    shelf: Shelf,
    numbers: Collection[str],
    *,
    everything: bool = False,
    form: ProposalForm | None = None,
    stays: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response[Any]:
    """What would go, named one by one, and what would stay of it."""
    with database.reading() as db:
        found = shelves.chosen(db, actor, shelf.matters, numbers, everything=everything)
        lines = shelves.lines(db, actor, shelf, list(found.values()))
    asked = form or ProposalForm()
    asked.nonce.data = nonces.make()
    return page(
        request,
        "cases/kept_proposal.html",
        status=status,
        shelf=shelf,
        form=asked,
        lines=lines,
        counted=words.counted(shelf.matters.of, len(lines)),
        stays=[(number, words.stays_because(why)) for number, why in (stays or {}).items()],
    )


def _propose(request: Asking, database: Database, actor: Actor, shelf: Shelf, typed: FormMultiDict) -> Response[Any]:
    form, numbers = ProposalForm(Typed(typed)), str(typed.get("numbers", "")).split()
    if not form.validate():
        return _proposal(request, database, actor, shelf, numbers, form=form, status=422)
    asked: list[int] = []
    with database.transaction() as db:
        chosen = shelves.chosen(db, actor, shelf.matters, numbers, everything=False)
        stays = dict.fromkeys(set(numbers) - {one.kept.number for one in chosen.values()}, "gone")
        first = bool(chosen) and nonces.take(db, nonces.of(typed))
        if first:
            made, kept = destroying.propose(db, shelf.matters, list(chosen), why=form.why.data or "", by=actor)
            asked, stays = [one.id for one in made], kept
            if not asked:  # sent again it says again why not, and is no second click
                nonces.forget(db, nonces.of(typed))
    if not asked and not first and nonces.done(database, typed):
        return see(f"{shelf.path}#waiting")
    if not asked:
        return _proposal(request, database, actor, shelf, numbers, form=form, stays=stays, status=409)
    return see(f"{shelf.path}/destructions/{asked[0]}" if len(asked) == 1 else f"{shelf.path}#waiting")
