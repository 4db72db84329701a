"""/referrals/suggest: somebody who works cases passes a name on to employee assistance, when that person agrees. A case
learns that support was offered, and nothing else; nothing else leads from one to the other."""

from typing import Any, NamedTuple

from litestar import Request, Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from sqlalchemy.orm import Session

from casework import vault
from casework.access import Action, policy
from casework.cases.actions import support
from casework.cases.models import Case, Party
from casework.cases.routes import entry
from casework.db import Database, utc_now
from casework.eap.actions import referrals
from casework.eap.actions.referrals import NobodyAble, ReadersChanged
from casework.eap.forms.asking import StaffForm
from casework.eap.queries.sheet import Sheet
from casework.people import Actor
from casework.settings import N_
from casework.vault import Compartment, Unreadable
from casework.web import nonces
from casework.web.authentication import GoElsewhere
from casework.web.forms import Typed
from casework.web.page import page, see
from casework.web.text import _

from . import sending

Asked = Request[Any, Any, Any]
Data = NamedDependency[Database]
Who = NamedDependency[Actor]
OPT = {"needs": Action.SUGGEST_SUPPORT}


class Offered(NamedTuple):
    """Somebody of a case that the actor works on. `name`: as its file says, where their name lies there."""

    case: Case
    party_id: int
    name: str


@get("/referrals/suggest", sync_to_thread=True, opt=OPT)
def form(request: Asked, database: Data, actor: Who) -> Response[Any]:
    """`?case=…&party=…`: of whom it is then written on that case that support was offered."""
    number, party = request.query_params.get("case", ""), request.query_params.get("party", "")
    offered = _offered(database, actor, number, party)
    empty = StaffForm(data={"case": number, "party": party, "employee": offered.name if offered else ""})
    return _show(request, database, empty, offered)


@post("/referrals/suggest", sync_to_thread=True, status_code=200, opt=OPT | {"title": N_("Suggest support")})
def send(request: Asked, database: Data, actor: Who, typed: NamedDependency[FormMultiDict]) -> Response[Any]:
    asked, seen = StaffForm(Typed(typed)), sending.sheet_of(database, typed)
    offered = _offered(database, actor, asked.case.data or "", asked.party.data or "")
    number = seen.number if seen else ""
    if not asked.validate():
        return _show(request, database, asked, offered, 422, number=number)
    try:
        with database.transaction() as db:
            if seen is None or nonces.take(db, f"support {number} {nonces.of(typed)}", utc_now()):
                _store(db, asked, seen, actor, offered)
    except ReadersChanged:
        return _show(request, database, asked, offered, 409, _(sending.CHANGED), number)
    except NobodyAble:
        return _show(request, database, asked, offered, 409)
    return see("/referrals/sent")


def _store(db: Session, asked: StaffForm, seen: Sheet | None, actor: Actor, offered: Offered | None) -> None:
    referrals.make(db, asked.new(actor.name), seen, by=actor, now=utc_now())
    if offered is not None:
        support.offer(db, db.get_one(Case, offered.case.id), offered.party_id, by=actor)


def _offered(database: Database, actor: Actor, number: str, party: str) -> Offered | None:
    """None where no case is named; a case that is not theirs has no page here either."""
    if not number:
        return None
    with database.reading() as db:
        found = entry.look(db, actor, number)
        named = db.get(Party, int(party)) if party.isdecimal() and len(party) < 20 else None
        name = _name(db, actor, named) if found is not None and named is not None else ""
    opened = entry.there(database, actor, number, found)
    if not policy.judge(actor, Action.WORK_CASE, opened.matter):
        raise GoElsewhere(opened.path)
    if named is None or named.case_id != opened.case.id or named.ended_at is not None:
        raise NotFoundException
    return Offered(opened.case, named.id, name)


def _name(db: Session, actor: Actor, party: Party) -> str:
    """A name that is kept apart is typed, not shown here."""
    if party.room != Compartment.FILE.value or party.name is None or actor.holder is None:
        return ""
    try:
        file = vault.rooms.enter(db, actor.holder, party.case_id, Compartment.FILE)
        return file.open(Party.name, party.id, party.name)
    except Unreadable:
        return ""


def _show(
    request: Asked,
    database: Database,
    asked: StaffForm,
    offered: Offered | None,
    status: int = 200,
    problem: str = "",
    number: str = "",
) -> Response[Any]:
    with database.reading() as db:
        around = sending.shown(db, number)
    case = offered.case.number if offered else ""
    return page(
        request, "eap/suggest.html", status=status, form=asked, kind="informal", problem=problem, case=case, **around
    )


ROUTES: list[Any] = [form, send]
