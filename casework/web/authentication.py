"""Who is asking, from the cookie; and whether the route is theirs to ask for, from what the route says it needs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlsplit

import anyio.to_thread
from litestar import Request, Response
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler
from litestar.middleware.authentication import AbstractAuthenticationMiddleware, AuthenticationResult
from litestar.response import Redirect
from litestar.types import ASGIApp

from casework.access import Action, policy
from casework.access.rules import Forbidden
from casework.db import Database, utc_now
from casework.people import VISITOR, Actor

from . import cookies
from .page import is_here
from .typed import beginning

Connection = ASGIConnection[Any, Any, Any, Any]
Find = Callable[[Database, str, datetime], Actor | None]
Keep = Callable[[Database, str, str, dict[str, list[str]], datetime], bool]
SAYS = ("public", "needs", "own", "pending")
"""Each route says exactly one of these."""


@dataclass(frozen=True, slots=True)
class Sessions:
    """What `people` knows of cookies. `keep`: a text sent after its session ended stays, sealed to its writer."""

    find: Find
    keep: Keep
    origin: str

    def cookie(self, connection: Connection) -> str | None:
        return connection.cookies.get(cookies.name(self.origin)) or None


class GoElsewhere(Exception):
    """First something else has to happen, over there."""

    def __init__(self, path: str) -> None:
        super().__init__("elsewhere first")
        self.path = path


class Authentication(AbstractAuthenticationMiddleware):
    """Public routes never look: nothing about a reporter is tied to somebody's staff session."""

    def __init__(self, app: ASGIApp, sessions: Sessions, database: Database) -> None:
        super().__init__(app)
        self.sessions, self.database = sessions, database

    async def authenticate_request(self, connection: Connection) -> AuthenticationResult:
        cookie = self.sessions.cookie(connection)
        if cookie is None or connection.route_handler.opt.get("public"):
            return AuthenticationResult(VISITOR, None)
        found = await anyio.to_thread.run_sync(self.sessions.find, self.database, cookie, utc_now())
        return AuthenticationResult(found or VISITOR, None)


async def guard(connection: Connection, handler: BaseRouteHandler) -> None:
    """Before anything of the request is read: is this route for this person?"""
    opt = handler.opt
    if opt.get("public") or connection.scope.get("method") == "OPTIONS":
        return
    actor = connection.user
    if actor.pending or opt.get("pending"):
        _first_half(actor, bool(opt.get("pending")))
        return
    if actor == VISITOR:
        raise GoElsewhere(await _to_sign_in(connection))
    if needs := opt.get("needs"):
        _check(actor, needs)
    if opt.get("step_up") and not actor.stepped_up(utc_now()):
        kept = await _kept(connection)
        raise GoElsewhere(f"/step-up?next={'/kept' if kept else quote(_back(connection))}")


def _check(actor: Actor, needs: Action) -> None:
    """By role only: whether the case is theirs is judged by the verb. Who waits for a lead is told why."""
    if not actor.admitted:
        raise GoElsewhere("/waiting")
    if not (verdict := policy.may_ever(actor, needs)):
        raise Forbidden(verdict.why)


def _first_half(actor: Actor, pending_route: bool) -> None:
    """A session before its second factor reaches the page that asks for it, and no other."""
    if actor == VISITOR:
        raise GoElsewhere("/sign-in")
    if actor.pending != pending_route:
        raise GoElsewhere("/second-factor" if actor.pending else "/desk")


async def _to_sign_in(connection: Connection) -> str:
    """Where to sign in and come back; and what became of a text that was on its way."""
    return "&".join(filter(None, (f"/sign-in?next={quote(_back(connection))}", await what_became(connection))))


async def what_became(connection: Connection) -> str:
    """Of a text that was on its way: `kept=1` where it waits for its writer, `kept=0` where it is lost."""
    if await _kept(connection):
        return "kept=1"
    sent = connection.scope.get("method") == "POST" and connection.headers.get("content-length", "0") != "0"
    return "kept=0" if sent else ""


async def _kept(connection: Connection) -> bool:
    """What was being sent is kept, where we know who sent it."""
    sessions: Sessions = connection.app.state.sessions
    cookie = sessions.cookie(connection)
    if cookie is None or not isinstance(connection, Request) or connection.method != "POST":
        return False
    typed = await beginning(connection)
    fields = {name: [str(value) for value in typed.getall(name)] for name in typed}
    database, path = connection.app.state.database, connection.scope["path"]
    return await anyio.to_thread.run_sync(sessions.keep, database, cookie, path, fields, utc_now())


def _back(connection: Connection) -> str:
    """The page to come back to: the one asked for, or the one whose form was sent."""
    asked = connection.url if connection.scope.get("method") == "GET" else connection.headers.get("referer", "")
    parts = urlsplit(str(asked))
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return path if is_here(path) else "/desk"


def go(request: Request[Any, Any, Any], first: GoElsewhere) -> Response[Any]:
    """303; a swap is told to leave the page, since it would put a whole other page into a corner of this one."""
    if request.headers.get("hx-request"):
        return Response("", status_code=200, headers={"HX-Redirect": first.path, "Cache-Control": "no-store"})
    return Redirect(first.path, status_code=303, headers={"Cache-Control": "no-store"})
