"""The composition root: settings in, the whole application out."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime
from typing import Any

import anyio.to_thread
from litestar import Litestar, Request
from litestar.datastructures import FormMultiDict, State
from litestar.di import Provide
from litestar.middleware import DefineMiddleware
from litestar.types import ControllerRouterHandler, ExceptionHandlersMap, Receive, Scope, Send

from casework import mail
from casework.access.rules import Forbidden, Hidden
from casework.audit import met
from casework.cases import routes as cases
from casework.cases.actions import aftercare, barring, destroying, leaving, outsiders, reminding
from casework.cases.lifecycle import IllegalStep
from casework.cases.queries.kept_cases import CASES
from casework.db import Database, utc_now
from casework.desk import routes as desk
from casework.discipline import routes as discipline
from casework.eap import routes as eap
from casework.eap.actions import figures as support_figures
from casework.eap.actions import releases
from casework.eap.queries.kept import REFERRALS
from casework.exits import routes as exits
from casework.exits.actions import figures as exit_figures
from casework.exits.actions.lines import end_conflicts
from casework.exits.actions.steps import expire as expire_exits
from casework.exits.queries.kept import EXITS
from casework.files import Store
from casework.intake import routes as intake
from casework.intake.actions.sweep import sweep
from casework.investigations import routes as investigations
from casework.joining import routes as joining
from casework.legal import routes as legal
from casework.legal.actions import custodians, exports, holds, searching
from casework.letters import routes as letters
from casework.people import Actor, Role, drafts
from casework.people import sessions as staff_sessions
from casework.people.factors import NoPassword
from casework.scim import routes as scim
from casework.settings import N_, Settings
from casework.sso import routes as sso
from casework.staff import routes as staff
from casework.vault import Vault
from casework.web import assets, authentication, errors, headers, sent_again, typed
from casework.web.authentication import Authentication, GoElsewhere, Sessions
from casework.web.menu import menu_of, name_of
from casework.web.noticing import Noticing
from casework.web.origin import Door
from casework.web.page import Entry, Surroundings
from casework.web.routing import Application, Routes

MENU = (
    Entry("/desk", N_("Desk")),
    Entry("/cases", N_("Cases")),
    Entry("/reviews", N_("Reviews")),
    Entry("/referrals", N_("Referrals")),
    Entry("/referrals/orders", N_("Court orders")),
    Entry("/exits", N_("Leaving")),
    Entry("/holds", N_("Holds")),
    Entry("/requests", N_("Requests")),
    Entry("/retention", N_("Retention")),
    Entry("/people", N_("People")),
    Entry("/settings", N_("Settings")),
    Entry("/audit", N_("Trail")),
)
"""What exists of it is shown, to whom it may ever be of use."""
ANSWERS: ExceptionHandlersMap = {
    **errors.HANDLERS,
    GoElsewhere: authentication.go,
    Forbidden: errors.of_forbidden,
    Hidden: errors.of_hidden,
    IllegalStep: errors.of_conflict,
    NoPassword: errors.of_conflict,
}
FIRST, HOUR = 20.0, 3600.0
"""Seconds after the start, and then between, at which what ran out is cleared away."""
AT_ONCE = 5
"""Requests that are worked on in one process at a time, each in a thread: the database has connections for all of
them. More threads would share the same cores and hold more memory."""
log = logging.getLogger("casework")


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
    mail.open_office(data, settings)
    store = Store(settings.files)
    who = sessions or Sessions(_find, drafts.keep, settings.origin)
    features = _features() if routes is None else routes
    app = Application(
        [Routes([assets.serve, *features])],
        dependencies=_dependencies(settings=settings, database=data, vault=keys, store=store),
        middleware=[DefineMiddleware(Authentication, sessions=who, database=data)],
        guards=[authentication.guard],
        exception_handlers=ANSWERS,
        before_send=[headers.before_send(settings.origin), sent_again.before_send(data, drafts.drop)],
        on_shutdown=[data.dispose],
        lifespan=[_lifespan(data, store, Store(settings.exports)), *_mailing(data, settings)],
        request_max_body_size=typed.LARGEST,
        openapi_config=None,
        logging_config=None,
        state=State({"database": data, "settings": settings, "sessions": who}),
    )
    app.state.surroundings = Surroundings(name_of(data), menu_of(app, MENU), settings.demo)
    app.asgi_handler = Noticing(Door(app.asgi_handler, settings.origin, _refuse), data)
    return app


def _find(database: Database, cookie: str, now: datetime) -> Actor | None:
    """Somebody from outside whose last day is over loses their keys before anything is shown, if nobody did it yet."""
    actor = staff_sessions.find(database, cookie, now)
    if actor is not None and actor.has(Role.OUTSIDE):
        outsiders.end_due(database, now, actor.id)
    return actor


def _dependencies(**same: Any) -> dict[str, Provide]:
    """What a handler may ask for by name: the same for all, and what this request brings."""
    given = {name: Provide(_always(value), sync_to_thread=False) for name, value in same.items()}
    return {**given, "actor": Provide(_actor, sync_to_thread=False), "typed": Provide(_typed)}


def _always(value: Any) -> Callable[[], Any]:
    return lambda: value


def _features() -> list[ControllerRouterHandler]:
    """Every route there is."""
    of_people = [*intake.ROUTES, *staff.ROUTES, *joining.ROUTES, *sso.ROUTES, *scim.ROUTES]
    of_cases = [*cases.ROUTES, *letters.ROUTES, *investigations.ROUTES, *discipline.ROUTES, *legal.ROUTES]
    return [*of_people, *of_cases, *eap.ROUTES, *exits.ROUTES, *desk.ROUTES]


def _lifespan(
    database: Database, store: Store, handed_out: Store
) -> Callable[[Litestar], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_app: Litestar) -> AsyncIterator[None]:
        anyio.to_thread.current_default_thread_limiter().total_tokens = AT_ONCE
        clearing = asyncio.create_task(_clearing(database, store, handed_out))
        yield
        clearing.cancel()

    return lifespan


def _mailing(database: Database, settings: Settings) -> list[Callable[[Litestar], AbstractAsyncContextManager[None]]]:
    """Where a mail server is set up."""
    if (server := settings.mail) is None:
        return []
    from casework.mail import courier
    from casework.staff.actions.posting import post

    return [lambda _app: courier.going_round(lambda over: post(database, server, over))]


def _clear(database: Database, store: Store, handed_out: Store) -> None:
    """What ran out goes: keys of old sessions, late texts, drafts, files that no row knows, keys of who has left.
    A quarter that is over is counted, once."""
    with database.transaction() as db:
        staff_sessions.sweep(db, utc_now())
        drafts.sweep(db, utc_now())
    sweep(database, store, utc_now())
    exports.sweep(database, handed_out, utc_now())
    reminding.remind(database, utc_now())
    searching.remind(database, utc_now())
    releases.end_due(database)
    with database.transaction() as db:
        leaving.by_directory(db, utc_now().date())
    leaving.end_keys(database)
    expire_exits(database, utc_now())
    end_conflicts(database)
    holds.end_conflicts(database)
    custodians.remind(database, utc_now())
    barring.end_keys(database)
    outsiders.end_due(database, utc_now())
    aftercare.end_unanswered(database)
    destroying.go_on_with_all(database, store, (CASES, EXITS, REFERRALS))
    for figures in (exit_figures, support_figures):
        figures.publish_what_is_over(database, utc_now())
    met.record(database)


async def _clearing(database: Database, store: Store, handed_out: Store) -> None:
    await asyncio.sleep(FIRST)
    while True:
        try:
            await asyncio.to_thread(_clear, database, store, handed_out)
        except Exception as error:  # noqa: BLE001 - the next hour may be better, and serving goes on
            log.error("clearing away: %s", type(error).__qualname__)
        await asyncio.sleep(HOUR)


def _actor(request: Request[Actor, Any, Any]) -> Actor:
    return request.user


async def _typed(request: Request[Any, Any, Any]) -> FormMultiDict:
    return await typed.read(request)


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    """Nothing of the body is read."""
    request: Request[Any, Any, Any] = Request(scope, receive, send)
    said = errors.trouble(request, 403, errors.ELSEWHERE)
    await said.to_asgi_response(app=None, request=request)(scope, receive, send)
