"""/access: what one is giving to whom, how far it is, and the button that carries on.

The key of whoever gives is there for as long as a request lasts, so each request does a slice of a few seconds. With
JavaScript the page sends the next one by itself, without it the button does; a thread that kept the key would go on
after a sign-out, or after the session was revoked.
"""

from typing import Any, NamedTuple

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Action, Forbidden
from casework.cases.actions import granting
from casework.cases.models import BulkGrant
from casework.db import Database
from casework.people import Actor
from casework.people.models import Person
from casework.web.page import page, see
from casework.web.text import _

Asked = Request[Any, Any, Any]
Data = NamedDependency[Database]
Who = NamedDependency[Actor]
OPT = {"needs": Action.GIVE_BACK}
SHOWN = 20


class Going(NamedTuple):
    """A grant and the name of who receives it."""

    grant: BulkGrant
    name: str


@get("/access", sync_to_thread=True, opt=OPT)
def listing(request: Asked, database: Data, actor: Who) -> Response[str]:
    """One's own, what is not through first."""
    query = select(BulkGrant, Person.name).join(Person, Person.id == BulkGrant.person_id)
    query = query.where(BulkGrant.by == actor.id).order_by(
        BulkGrant.ended_at.is_(None).desc(), BulkGrant.begun_at.desc()
    )
    with database.reading() as db:
        found = [Going(*row) for row in db.execute(query.limit(SHOWN))]
    return page(request, "joining/grants.html", found=found)


@get("/access/{grant_id:int}", sync_to_thread=True, opt=OPT)
def show(request: Asked, grant_id: FromPath[int], database: Data, actor: Who) -> Response[str]:
    with database.reading() as db:
        going = _own(db, grant_id, actor)
    return page(request, "joining/progress.html", going=going, refused="")


@post("/access/{grant_id:int}/slices", sync_to_thread=True, status_code=200, opt={**OPT, "step_up": True})
def go_on(request: Asked, grant_id: FromPath[int], database: Data, actor: Who) -> Response[Any]:
    """The next cases. What was given is given, however often this is sent."""
    with database.reading() as db:
        _own(db, grant_id, actor)
    refused = ""
    try:
        granting.go_on(database, grant_id, by=actor)
    except Forbidden as wrong:
        refused = _(wrong.args[0])
    if not request.headers.get("hx-request") and not refused:
        return see(f"/access/{grant_id}")
    with database.reading() as db:
        going = _own(db, grant_id, actor)
    return page(request, "joining/progress.html", status=409 if refused else 200, going=going, refused=refused)


def _own(db: Session, grant_id: int, actor: Actor) -> Going:
    grant = db.get(BulkGrant, grant_id)
    if grant is None or grant.by != actor.id:
        raise NotFoundException
    return Going(grant, db.get_one(Person, grant.person_id).name)


HANDLERS = [listing, show, go_on]
