"""/give-back/{id}: a colleague has a new key; whoever holds the same rooms gives them back in one step."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.params import FromPath

from casework.access import Action
from casework.cases.queries import granting as queries
from casework.cases.queries.granting import BACK, Wish
from casework.db import Database
from casework.people import Actor
from casework.web import nonces
from casework.web.page import page

from .access import begun, receiver

Asked = Request[Any, Any, Any]
PATH = "/give-back/{person_id:int}"
OPT = {"needs": Action.GIVE_BACK, "step_up": True}


@get(PATH, sync_to_thread=True, opt=OPT)
def show(
    request: Asked, person_id: FromPath[int], database: NamedDependency[Database], actor: NamedDependency[Actor]
) -> Response[str]:
    """How many, of those that the reader holds: of others nothing is said."""
    with database.reading() as db:
        person = receiver(db, person_id, actor)
        cases = queries.owed_to(db, actor, person.id, person.generation)
    return page(request, "joining/back.html", person=person, cases=cases, nonce=nonces.make())


@post(PATH, sync_to_thread=True, status_code=200, opt=OPT)
def give(
    person_id: FromPath[int],
    database: NamedDependency[Database],
    actor: NamedDependency[Actor],
    typed: NamedDependency[FormMultiDict],
) -> Response[Any]:
    with database.reading() as db:
        receiver(db, person_id, actor)
    return begun(database, person_id, Wish(BACK), actor, nonces.of(typed))


HANDLERS = [show, give]
