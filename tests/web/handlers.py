"""Handlers that the tests of the toolkit serve: one of each sort."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.params import FromPath

from casework.access import Action
from casework.access.rules import Forbidden, Hidden
from casework.web.page import see

CANARY = "canary-Vjq8-quetzal"
Asked = Request[Any, Any, Any]


@get("/open", opt={"public": True}, sync_to_thread=True)
def public() -> str:
    return "open"


@get("/own", opt={"own": True}, sync_to_thread=True)
def own(request: Asked) -> str:
    return str(request.user.name)


@get("/cases", opt={"needs": Action.LIST_CASES}, sync_to_thread=True)
def cases() -> str:
    return "cases"


@get("/code", opt={"pending": True}, sync_to_thread=True)
def pending() -> str:
    return "code"


@post("/own", opt={"own": True}, status_code=200, sync_to_thread=True)
def write(typed: NamedDependency[FormMultiDict]) -> Response[str]:
    return Response(",".join(sorted(typed)))


@post("/danger", opt={"own": True, "step_up": True}, status_code=200, sync_to_thread=True)
def danger() -> str:
    return "done"


@get("/dangerous", opt={"own": True, "step_up": True}, sync_to_thread=True)
def dangerous() -> str:
    return "the form of it"


@post("/open", opt={"public": True}, sync_to_thread=True)
def moved() -> Response[Any]:
    return see("/open")


@get("/broken", opt={"public": True}, sync_to_thread=True)
def broken() -> str:
    raise RuntimeError(CANARY)


@get("/forbidden", opt={"public": True}, sync_to_thread=True)
def forbidden() -> str:
    raise Forbidden("This needs you to be a lead.")


@get("/hidden/{number:str}", opt={"public": True}, sync_to_thread=True)
def hidden(number: FromPath[str]) -> str:
    raise Hidden(number)


EVERY = (public, own, cases, pending, write, danger, dangerous, moved, broken, forbidden, hidden)
