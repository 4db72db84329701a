"""/requests: what people ask about their own data. For data protection officers; nothing of a case is here but what its
holders handed over."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Action, Forbidden
from casework.audit import Tag, trail
from casework.clocks import packs
from casework.db import Database, utc_now
from casework.legal.actions import officers
from casework.legal.actions import requests as actions
from casework.legal.actions.searching import ANSWERS
from casework.legal.forms.requests import HOW, NewForm
from casework.legal.lifecycle.request import ASKS, CAME, OVER, OWN, REQUEST, STATES, Facts, clock, law_of
from casework.legal.models import SubjectRequest
from casework.legal.queries import requests
from casework.legal.queries.requests import Shown
from casework.people import Actor
from casework.people.models import Site
from casework.settings import N_
from casework.web import nonces
from casework.web.forms import Typed
from casework.web.page import page, see
from casework.web.text import _

Asked = Request[Any, Any, Any]
Data = NamedDependency[Database]
Who = NamedDependency[Actor]
SEE = {"needs": Action.WORK_REQUEST}
NEW = {"needs": Action.WORK_REQUEST, "title": N_("Enter a data-subject request")}


@get("/requests", sync_to_thread=True, opt=SEE)
def every(request: Asked, database: Data, actor: Who) -> Response[str]:
    with database.reading() as db:
        found, lacking = requests.held(db, actor), len(officers.waiting(db, actor))
    return page(request, "legal/requests.html", requests=found, states=STATES, asks=ASKS, lacking=lacking)


@get("/requests/new", sync_to_thread=True, opt=NEW)
def new(request: Asked, database: Data) -> Response[str]:
    with database.reading() as db:
        form = _laws(db, NewForm(data={"nonce": nonces.make(), "asks": ["access"], "received_on": utc_now().date()}))
    return page(request, "legal/request_new.html", form=form, refusals=[])


@post("/requests", sync_to_thread=True, status_code=200, opt=NEW)
def enter(request: Asked, database: Data, actor: Who, typed: NamedDependency[FormMultiDict]) -> Response[Any]:
    with database.reading() as db:
        form = _laws(db, NewForm(Typed(typed)))
    refused = ""
    if form.validate():
        try:
            with database.transaction() as db:
                number = ""
                if nonces.take(db, nonces.of(typed)):
                    number = actions.enter(db, form.new, by=actor).number
            return see(f"/requests/{number}" if number else "/requests")
        except Forbidden as wrong:
            refused = wrong.args[0]
    form.nonce.data = nonces.make()
    status = 409 if refused else 422
    return page(request, "legal/request_new.html", status=status, form=form, refusals=[_(refused)] if refused else [])


@get("/requests/{number:str}", sync_to_thread=True, opt=SEE)
def one(request: Asked, row: NamedDependency[SubjectRequest], database: Data, actor: Who) -> Response[Any]:
    _read(database, actor, row)
    with database.reading() as db:
        shown = requests.opened(db, row, actor)
    found = clock(
        row.received_on, row.country, unclear=row.unclear_on, clear=row.clear_on, longer=row.told_on is not None
    )  # fmt: skip
    return page(
        request, "legal/request.html", shown=shown, row=row, states=STATES, asks=ASKS, came=CAME, sent_how=HOW,
        answers=ANSWERS, due=found, law=law_of(row.country), over=row.state in OVER, steps=_steps(shown),
    )  # fmt: skip


@get("/requests/{number:str}/answers/{item:int}", sync_to_thread=True, opt=SEE)
def answer(
    request: Asked, row: NamedDependency[SubjectRequest], item: FromPath[int], database: Data, actor: Who
) -> Response[Any]:
    """One version, to be printed as it is."""
    _read(database, actor, row)
    with database.reading() as db:
        shown = requests.opened(db, row, actor)
    found = next((one for one in shown.answers if one.position == item), None)
    if found is None:
        raise NotFoundException
    return page(request, "legal/request_answer.html", shown=shown, one=found)


def _read(database: Database, actor: Actor, row: SubjectRequest) -> None:
    """On the trail once in ten minutes, before anything is shown."""
    trail.read_once(database, actor, row.id, Tag.REQUEST_READ)


def _steps(shown: Shown) -> set[str]:
    """What can come next."""
    facts = Facts(shown.row.state, len(shown.tasks) or 1, len(shown.answers))
    return {one.step.name for one in REQUEST.next_steps(facts) if one.possible}


def _laws(db: Session, form: Any) -> Any:
    """Places of the organisation whose law sets the clock, first; then the others that are known."""
    places = [country.partition("-")[0] for country in db.scalars(select(Site.country).order_by(Site.name)) if country]
    codes = [code for code in dict.fromkeys([*places, *packs.CODES]) if _has(code)]
    form.country.choices = [(code, packs.load(code).name) for code in codes]
    return form


def _has(code: str) -> bool:
    try:
        return packs.load(code).rule(OWN) is not None
    except packs.PackError:
        return False


ALL: list[Any] = [every, new, enter]
OF_REQUEST: list[Any] = [one, answer]
