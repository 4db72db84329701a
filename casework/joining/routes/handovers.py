"""/handovers: who left, what of it the reader holds too, to whom it goes, and the end of what rests."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from casework.access import Action, Forbidden, may_ever
from casework.cases.actions import leaving, members
from casework.cases.lifecycle.kinds import KINDS
from casework.cases.models import Handover
from casework.cases.queries import handovers
from casework.db import Database, utc_now
from casework.people import CASE_HOLDING, Actor
from casework.settings import N_
from casework.web import nonces
from casework.web.afterwards import afterwards
from casework.web.page import page, see
from casework.web.text import _, gettext

Asked = Request[Any, Any, Any]
Data = NamedDependency[Database]
Who = NamedDependency[Actor]
SEE, END = {"needs": Action.SEE_HANDOVER}, {"needs": Action.END_HANDOVER, "step_up": True}
CAUSES = {
    leaving.SUSPENDED: N_("suspended"), leaving.LEFT: N_("has left"),
    leaving.DIRECTORY: N_("has left, says the directory"), leaving.SCIM: N_("has left, says the identity provider"),
}  # fmt: skip
ONE = "/handovers/{handover_id:int}"


@get("/handovers", sync_to_thread=True, opt=SEE)
def listing(request: Asked, database: Data, actor: Who) -> Response[str]:
    with database.reading() as db:
        found = handovers.waiting(db, actor)
    return page(request, "joining/handovers.html", found=found, causes=_causes())


@get(ONE, sync_to_thread=True, opt=SEE)
def show(request: Asked, handover_id: FromPath[int], database: Data, actor: Who) -> Response[str]:
    return _show(request, database, actor, handover_id)


@get(f"{ONE}/successor", sync_to_thread=True, opt=SEE)
def successor(request: Asked, handover_id: FromPath[int], database: Data) -> Response[Any]:
    """From whom it was to whom it goes: the page that gives it."""
    chosen = request.query_params.get("person", "")
    with database.reading() as db:
        row = db.get(Handover, handover_id)
    if row is None or not (chosen.isascii() and chosen.isdecimal()):
        raise NotFoundException
    return see(f"/people/{int(chosen)}/access?like={row.person_id}")


@post(f"{ONE}/end", sync_to_thread=True, status_code=200, opt=END)
def end(
    request: Asked, handover_id: FromPath[int], database: Data, actor: Who, typed: NamedDependency[FormMultiDict]
) -> Response[Any]:
    """What rested ends; the rest is done when the answer has left."""
    if not typed.get("sure"):
        return _show(request, database, actor, handover_id, _("Say first that they have left for good."), 422)
    try:
        with database.transaction() as db:
            row = db.get(Handover, handover_id, with_for_update=True)
            if row is None or row.person_id == actor.id:
                raise NotFoundException
            if nonces.take(db, nonces.of(typed)):
                leaving.end(db, row, by=actor, now=utc_now())
    except Forbidden as refused:
        return _show(request, database, actor, handover_id, _(refused.args[0]), 409)
    return afterwards(see("/handovers"), leaving.end_keys, database)


def _show(
    request: Asked, database: Database, actor: Actor, handover_id: int, wrong: str = "", status: int = 200
) -> Response[str]:
    with database.reading() as db:
        shown = handovers.one(db, actor, handover_id)
        able = members.able(db)
    if shown is None:
        raise NotFoundException
    to = [
        (one.id, one.name)
        for one in able.values()
        if one.roles & CASE_HOLDING and one.id not in (actor.id, shown.person.id)
    ]
    return page(
        request, "joining/handover.html", status=status, shown=shown, causes=_causes(), nonce=nonces.make(),
        kinds={word: gettext(label) for word, label in KINDS.items()}, to=to, most=handovers.SHOWN, wrong=wrong,
        account=bool(may_ever(actor, Action.SUSPEND)),
    )  # fmt: skip


def _causes() -> dict[str, str]:
    return {cause: gettext(words) for cause, words in CAUSES.items()}


HANDLERS = [listing, show, successor, end]
