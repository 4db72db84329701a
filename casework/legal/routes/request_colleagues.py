"""`/requests/colleagues`: which data protection officers lack keys that the reader has, and giving them."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency

from casework.access import Action
from casework.db import Database
from casework.legal.actions import officers
from casework.people import Actor
from casework.settings import N_
from casework.web import nonces
from casework.web.page import page, see

OPT = {"needs": Action.ADMIT_OFFICER, "step_up": True, "title": N_("Colleagues’ keys of requests")}


@get("/requests/colleagues", sync_to_thread=True, opt=OPT)
def show(
    request: Request[Any, Any, Any], database: NamedDependency[Database], actor: NamedDependency[Actor]
) -> Response[str]:
    with database.reading() as db:
        found = officers.waiting(db, actor)
    return page(request, "legal/request_colleagues.html", found=found, nonce=nonces.make())


@post("/requests/colleagues", sync_to_thread=True, status_code=200, opt=OPT)
def give(
    database: NamedDependency[Database], actor: NamedDependency[Actor], typed: NamedDependency[FormMultiDict]
) -> Response[Any]:
    person = str(typed.get("person") or "")
    if person.isascii() and person.isdecimal() and len(person) < 20:
        with database.transaction() as db:
            if nonces.take(db, nonces.of(typed)):
                officers.share(db, int(person), by=actor)
    return see("/requests/colleagues")


HANDLERS: list[Any] = [show, give]
