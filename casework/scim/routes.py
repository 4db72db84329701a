"""/scim/v2: the directory's own door, by bearer token alone; /settings/directory: its tokens, made and ended."""

from typing import Any

from litestar import Request, Response, get, post, route
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.enums import HttpMethod
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, RawBody
from litestar.types import ControllerRouterHandler

from casework.access import Action
from casework.audit import HouseTag, trail
from casework.cases.actions import leaving
from casework.db import Database, utc_now
from casework.people import SYSTEM, Actor, limits
from casework.settings import Settings
from casework.staff.address import address_of
from casework.web import machines, nonces
from casework.web.afterwards import afterwards
from casework.web.machines import ROOT
from casework.web.page import page, see

from . import tokens
from .asked import Asked

Got = Request[Any, Any, Any]
Data = NamedDependency[Database]
Set = NamedDependency[Settings]
LARGEST = 1024 * 1024
"""Octets of a request: a group of ten thousand fits."""
EVERY = [HttpMethod.GET, HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE]
MACHINES = {"public": True}
NEEDS = {"needs": Action.LET_DIRECTORY_IN}


@route(ROOT + "/{kind:str}", http_method=EVERY, sync_to_thread=True, opt=MACHINES, request_max_body_size=LARGEST)
def many(request: Got, kind: FromPath[str], body: RawBody, database: Data, settings: Set) -> Response[str]:
    return _serve(request, database, settings, body, kind, "")


@route(
    ROOT + "/{kind:str}/{id:str}", http_method=EVERY, sync_to_thread=True, opt=MACHINES, request_max_body_size=LARGEST
)
def one(
    request: Got, kind: FromPath[str], id: FromPath[str], body: RawBody, database: Data, settings: Set
) -> Response[str]:  # fmt: skip
    return _serve(request, database, settings, body, kind, id)


def _serve(request: Got, database: Database, settings: Settings, body: bytes, kind: str, id_: str) -> Response[str]:
    with database.reading() as db:
        token = tokens.of(db, request.headers.get("authorization", ""))
    if token is None:
        return _unknown(request, database, settings)
    from . import answers  # the models are loaded where there is a directory, and not before

    asked = Asked(
        method=str(request.method),
        kind=kind,
        id=id_,
        query=dict(request.query_params),
        body=body,
        if_match=request.headers.get("if-match", ""),
        base=settings.origin + ROOT,
        roles=settings.roles,
        token=token,
        now=utc_now(),
    )
    said = answers.answer(database, asked)
    answer = machines.answer(said.status, said.body, said.headers)
    if kind == "Users" and asked.method != HttpMethod.GET:  # who left by it loses their keys as soon as it is answered
        return afterwards(answer, leaving.end_keys, database)
    return answer


def _unknown(request: Got, database: Database, settings: Settings) -> Response[str]:
    """The same words whatever was wrong with the token; on the trail as often as the limit lets it."""
    with database.transaction() as db:
        counted = limits.enter(db, utc_now(), address=f"scim {address_of(request, settings)}")
        if not counted.wait:
            trail.record(db, SYSTEM, HouseTag.SCIM_REFUSED)
    if counted.wait:
        return machines.trouble(429, "Too many tries.", {"Retry-After": str(counted.wait)})
    return machines.trouble(401, "A good token is needed.", {"WWW-Authenticate": "Bearer"})


@get("/settings/directory", sync_to_thread=True, opt=NEEDS)
def show(request: Got, database: Data, settings: Set) -> Response[str]:
    return _show(request, database, settings)


@post("/settings/directory/tokens", sync_to_thread=True, status_code=200, opt={**NEEDS, "step_up": True})
def make(
    request: Got,
    database: Data,
    settings: Set,
    actor: NamedDependency[Actor],
    typed: NamedDependency[FormMultiDict],
) -> Response[Any]:
    """The token is on this answer and nowhere else; the form sent again makes no second one."""
    with database.transaction() as db:
        if not nonces.take(db, f"scim token {typed.get('nonce', '')}"):
            return see("/settings/directory")
        token = tokens.make(db, by=actor, now=utc_now())
    return _show(request, database, settings, token)


@post(
    "/settings/directory/tokens/{token_id:int}/end",
    sync_to_thread=True,
    status_code=200,
    opt={**NEEDS, "step_up": True},
)
def end(token_id: FromPath[int], database: Data, actor: NamedDependency[Actor]) -> Response[Any]:
    with database.transaction() as db:
        if not tokens.end(db, token_id, by=actor, now=utc_now()):
            raise NotFoundException
    return see("/settings/directory")


def _show(request: Got, database: Database, settings: Settings, token: str = "") -> Response[str]:
    with database.reading() as db:
        living = tokens.living(db)
    return page(
        request,
        "scim/tokens.html",
        tokens=living,
        token=token,
        address=settings.origin + ROOT,
        roles=settings.roles,
        nonce=nonces.make(),
    )


ROUTES: list[ControllerRouterHandler] = [many, one, show, make, end]
