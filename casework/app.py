"""The composition root: settings in, the whole application out."""

import json
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from litestar import Litestar, Request, Router
from litestar.datastructures import FormMultiDict, State
from litestar.di import Provide
from litestar.middleware import DefineMiddleware
from litestar.types import ControllerRouterHandler, Receive, Scope, Send
from sqlalchemy import select

from casework.access import policy
from casework.access.rules import Forbidden, Hidden
from casework.db import Database
from casework.files import Store
from casework.people import Actor
from casework.people.models import Setting
from casework.settings import N_, Settings
from casework.vault import Vault
from casework.web import assets, authentication, errors, headers, typed
from casework.web.authentication import Authentication, GoElsewhere, Sessions
from casework.web.origin import Door
from casework.web.page import Entry, Surroundings

FEATURES = ("intake", "staff", "cases", "desk")
MENU = (
    Entry("/desk", N_("Desk")),
    Entry("/cases", N_("Cases")),
    Entry("/people", N_("People")),
    Entry("/settings", N_("Settings")),
    Entry("/audit", N_("Trail")),
)
"""What exists of it is shown, to whom it may ever be of use."""
FRESH = 10.0
"""Seconds for which the organisation's name is remembered."""


def create() -> Litestar:
    """For the server: everything from the environment."""
    return create_app(Settings.from_environment())


def create_app(
    settings: Settings,
    *,
    database: Database | None = None,
    vault: Vault | None = None,
    routes: Sequence[ControllerRouterHandler] | None = None,
    sessions: Sessions | None = None,
) -> Litestar:
    """One process's application. A test may hand in its own database, vault, routes and sessions."""
    keys = vault or Vault.load(settings.keyring, settings.journal)
    data = database or Database(settings.database_url, info={"vault": keys})
    who, store = sessions or _sessions(settings), Store(settings.files)
    features = _features() if routes is None else routes
    app = Litestar(
        # One router for all: registered one by one, two handlers of one path are wrapped twice (Litestar 2.25).
        [Router("/", route_handlers=[assets.serve, *features])],
        dependencies={
            "settings": Provide(lambda: settings, sync_to_thread=False),
            "database": Provide(lambda: data, sync_to_thread=False),
            "vault": Provide(lambda: keys, sync_to_thread=False),
            "store": Provide(lambda: store, sync_to_thread=False),
            "actor": Provide(_actor, sync_to_thread=False),
            "typed": Provide(_typed),
        },
        middleware=[DefineMiddleware(Authentication, sessions=who, database=data)],
        guards=[authentication.guard],
        exception_handlers={**errors.HANDLERS, GoElsewhere: authentication.go, **_refusals()},
        before_send=[headers.before_send(settings.origin)],
        on_shutdown=[data.dispose],
        request_max_body_size=typed.LARGEST,
        openapi_config=None,
        logging_config=None,
        state=State({"database": data, "settings": settings, "sessions": who}),
    )
    app.state.surroundings = Surroundings(_organisation(data), _menu(app), settings.demo)
    app.asgi_handler = Door(app.asgi_handler, settings.origin, _refuse)
    return app


def _features() -> list[ControllerRouterHandler]:
    found: list[ControllerRouterHandler] = []
    for feature in FEATURES:
        if find_spec(f"casework.{feature}") and find_spec(f"casework.{feature}.routes"):
            found.extend(import_module(f"casework.{feature}.routes").ROUTES)
    return found


def _sessions(settings: Settings) -> Sessions:
    if not find_spec("casework.people.sessions") or not find_spec("casework.people.drafts"):
        return Sessions(lambda *_: None, lambda *_: False, settings.origin)
    from casework.people import drafts, sessions

    return Sessions(sessions.find, drafts.keep, settings.origin)


def _refusals() -> dict[Any, Any]:
    found: dict[Any, Any] = {Forbidden: errors.of_forbidden, Hidden: errors.of_hidden}
    if find_spec("casework.cases.lifecycle"):
        step = getattr(import_module("casework.cases.lifecycle"), "IllegalStep", None)
        found |= {step: errors.of_conflict} if step else {}
    return found


def _actor(request: Request[Actor, Any, Any]) -> Actor:
    return request.user


async def _typed(request: Request[Any, Any, Any]) -> FormMultiDict:
    return await typed.read(request)


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    """Nothing of the body is read."""
    request: Request[Any, Any, Any] = Request(scope, receive, send)
    said = errors.trouble(request, 403, errors.ELSEWHERE)
    await said.to_asgi_response(app=None, request=request)(scope, receive, send)


def _organisation(database: Database) -> Callable[[], str]:
    """Its name from `/settings`, read again every few seconds so that all workers follow."""
    known = ("Casework", 0.0)

    def name() -> str:
        nonlocal known
        if time.monotonic() > known[1]:
            with database.reading() as db:
                value = db.scalar(select(Setting.value).where(Setting.name == "organisation"))
            known = ((json.loads(value) if value else "") or "Casework", time.monotonic() + FRESH)
        return known[0]

    return name


def _menu(app: Litestar) -> Callable[[Actor], list[Entry]]:
    """A line for each route that is there, and that the person's roles could ever open."""
    needs = {
        route.path: handler.opt.get("needs")
        for route in app.routes
        for handler in getattr(route, "route_handlers", ())
        if "GET" in handler.http_methods
    }
    shown = [entry for entry in MENU if entry.path in needs]

    def menu(actor: Actor) -> list[Entry]:
        return [entry for entry in shown if not (need := needs[entry.path]) or policy.may_ever(actor, need)]

    return menu
