"""`/exits/colleagues`: which interviewers lack keys that the reader has, and giving them."""

from typing import Any

from litestar import Request, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency

from casework.access import Action
from casework.db import Database
from casework.exits.actions import colleagues as actions
from casework.exits.queries import colleagues
from casework.people import Actor
from casework.settings import N_
from casework.web import nonces
from casework.web.page import page, see

from .doing import Answer

OPT = {"needs": Action.ADMIT_INTERVIEWER, "step_up": True, "title": N_("Colleagues’ keys of exits")}


@get("/exits/colleagues", sync_to_thread=True, opt=OPT)
def show(request: Request[Any, Any, Any], database: NamedDependency[Database], actor: NamedDependency[Actor]) -> Answer:
    with database.reading() as db:
        found = colleagues.waiting(db, actor)
    return page(request, "exits/colleagues.html", found=found, nonce=nonces.make())


@post("/exits/colleagues", sync_to_thread=True, status_code=200, opt=OPT)
def give(
    database: NamedDependency[Database], actor: NamedDependency[Actor], typed: NamedDependency[FormMultiDict]
) -> Answer:
    """As far as a few seconds go; the page then says what is left, and carries on from there."""
    person = str(typed.get("person") or "")
    if person.isascii() and person.isdecimal() and len(person) < 20:
        with database.transaction() as db:
            first = nonces.take(db, nonces.of(typed))
        if first:
            actions.give(database, int(person), by=actor)
    return see("/exits/colleagues")


HANDLERS: list[Any] = [show, give]
