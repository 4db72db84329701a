"""/referrals/colleagues: which coordinators cannot read which of the reader's referrals, and the keys for them."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from casework.access import Action, Forbidden
from casework.db import Database
from casework.eap.actions import colleagues as actions
from casework.eap.actions.colleagues import Progress
from casework.eap.queries import colleagues as queries
from casework.eap.queries.colleagues import Colleague
from casework.people import Actor
from casework.settings import N_
from casework.web.page import page
from casework.web.text import _

Asked = Request[Any, Any, Any]
Data = NamedDependency[Database]
Who = NamedDependency[Actor]
OPT = {"needs": Action.ADMIT_COORDINATOR, "title": N_("Coordinators and their keys")}
GIVE = {**OPT, "step_up": True}
PATH = "/referrals/colleagues"


@get(PATH, sync_to_thread=True, opt=OPT)
def show(request: Asked, database: Data, actor: Who) -> Response[str]:
    with database.reading() as db:
        found = queries.of(db, actor)
    return page(request, "eap/colleagues.html", colleagues=found)


@get(f"{PATH}/{{person_id:int}}", sync_to_thread=True, opt=GIVE)
def ask(request: Asked, person_id: FromPath[int], database: Data, actor: Who) -> Response[str]:
    """How many, before anything is given."""
    return _shown(request, _one(database, actor, person_id), Progress(), begun=False)


@post(f"{PATH}/{{person_id:int}}", sync_to_thread=True, status_code=200, opt=GIVE)
def give(
    request: Asked, person_id: FromPath[int], database: Data, actor: Who, typed: NamedDependency[FormMultiDict]
) -> Response[str]:
    """The next ones. What was given is given, however often this is sent."""
    _one(database, actor, person_id)
    so_far = Progress(_number(typed.get("after")), _number(typed.get("given")), _number(typed.get("kept")))
    refused = ""
    try:
        so_far = actions.give(database, person_id, by=actor, so_far=so_far)
    except Forbidden as wrong:
        refused = _(wrong.args[0])
    one = _one(database, actor, person_id)
    return _shown(request, one, so_far, begun=True, refused=refused, status=409 if refused else 200)


def _shown(
    request: Asked, one: Colleague, so_far: Progress, *, begun: bool, refused: str = "", status: int = 200
) -> Response[str]:
    return page(
        request, "eap/colleague.html", status=status, one=one, so_far=so_far, begun=begun, refused=refused,
        left=max(0, one.lacks - so_far.kept), total=max(1, one.lacks + so_far.given),
    )  # fmt: skip


def _one(database: Database, actor: Actor, person_id: int) -> Colleague:
    with database.reading() as db:
        found = next((one for one in queries.of(db, actor) if one.id == person_id), None)
    if found is None:
        raise NotFoundException
    return found


def _number(typed: Any) -> int:
    """What the page put into the form, to go on from; anything else begins anew, and gives nothing twice."""
    text = str(typed or "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 20 else 0


ROUTES: list[Any] = [show, ask, give]
