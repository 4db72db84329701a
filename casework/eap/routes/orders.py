"""/referrals/orders: courts' orders. Coordinators enter them; the counsel who is asked reads the order alone, and says
whether it binds. Nothing of a referral is here: not one, not how many."""

from collections.abc import Callable
from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlalchemy.orm import Session

from casework.access import Action, Forbidden, may_ever
from casework.cases.forms.fields import CaseForm
from casework.db import Database
from casework.eap.actions import looking
from casework.eap.actions import orders as actions
from casework.eap.actions.writing import Changed
from casework.eap.duties import ANSWERS, BINDS, STANDS
from casework.eap.forms.orders import AnswerForm, CounselForm, MoreForm, OrderForm
from casework.eap.models import CourtOrder
from casework.eap.queries import orders
from casework.eap.queries.orders import Order
from casework.people import Actor
from casework.settings import N_
from casework.web import nonces
from casework.web.forms import Typed
from casework.web.page import page, see
from casework.web.text import _, gettext

Asked = Request[Any, Any, Any]
Data = NamedDependency[Database]
Who = NamedDependency[Actor]
Typing = NamedDependency[FormMultiDict]
PATH = "/referrals/orders"
SEE = {"needs": Action.SEE_ORDERS, "title": N_("Court orders")}
ENTER = {"needs": Action.ENTER_ORDER, "title": N_("Enter a court order")}
CHANGED = N_("Somebody changed the order after you opened the page. Look at it again; sending this once more counts.")


@get(PATH, sync_to_thread=True, opt=SEE)
def show(request: Asked, database: Data, actor: Who) -> Response[str]:
    with database.reading() as db:
        found = orders.held(db, actor)
    enters = bool(may_ever(actor, Action.ENTER_ORDER))
    return page(request, "eap/orders.html", orders=found, stands=STANDS, enters=enters)


@get(f"{PATH}/new", sync_to_thread=True, opt=ENTER)
def new(request: Asked, database: Data) -> Response[str]:
    with database.reading() as db:
        form = _asking(db, OrderForm(data={"nonce": nonces.make()}))
    return _entering(request, form)


@post(PATH, sync_to_thread=True, status_code=200, opt=ENTER)
def enter(request: Asked, database: Data, actor: Who, typed: Typing) -> Response[Any]:
    with database.reading() as db:
        form = _asking(db, OrderForm(Typed(typed)))
    refused = ""
    if form.validate():
        try:
            with database.transaction() as db:
                if nonces.take(db, nonces.of(typed)):
                    actions.enter(db, form.new, by=actor)
            return see(PATH)
        except Forbidden as wrong:
            refused = wrong.args[0]
    form.nonce.data = nonces.make()
    return _entering(request, form, 409 if refused else 422, refused)


@get(f"{PATH}/{{number:str}}", sync_to_thread=True, opt=SEE)
def one(request: Asked, number: FromPath[str], database: Data, actor: Who) -> Response[Any]:
    return _one(request, database, actor, number)


def _route(noun: str, title: str, needs: Action, form: type[CaseForm], verb: Callable[..., None]) -> Any:
    """One thing that can be done with an order: its form stands on the order's own page."""

    @post(f"{PATH}/{{number:str}}/{noun}", sync_to_thread=True, status_code=200, opt={"needs": needs, "title": title})
    def send(
        request: Asked, number: FromPath[str], database: Data, actor: Who, typed: NamedDependency[FormMultiDict]
    ) -> Response[Any]:
        return _send(request, number, database, actor, form(Typed(typed)), nonces.of(typed), verb)

    return send


def _send(
    request: Asked,
    number: str,
    database: Database,
    actor: Actor,
    sent: CaseForm,
    nonce: str,
    verb: Callable[..., None],
) -> Response[Any]:
    """422 with every error, 409 with what is in the way, both with what was typed."""
    with database.reading() as db:
        known = orders.find(db, actor, number) is not None
        if isinstance(sent, CounselForm):
            _asking(db, sent)
    if not known:
        raise _nowhere(database, actor, number)
    refused = ""
    if sent.validate():
        try:
            with database.transaction() as db:
                row = orders.find(db, actor, number)
                if row is not None and nonces.take(db, nonce):
                    verb(db, row, sent, actor)
            return see(f"{PATH}/{number}")
        except Changed:
            refused = CHANGED
        except Forbidden as wrong:
            refused = wrong.args[0]
    return _one(request, database, actor, number, sent, refused)


def _answer(db: Session, row: CourtOrder, form: Any, actor: Actor) -> None:
    actions.answer(db, row, form.answer.data, form.reason.data, by=actor, version=form.seen)


def _more(db: Session, row: CourtOrder, form: Any, actor: Actor) -> None:
    actions.add(db, row, form.more.data, by=actor, version=form.seen)


def _ask(db: Session, row: CourtOrder, form: Any, actor: Actor) -> None:
    actions.ask(db, row, int(form.counsel.data), by=actor, version=form.seen)


def _one(
    request: Asked, database: Database, actor: Actor, number: str, sent: CaseForm | None = None, refused: str = ""
) -> Response[Any]:
    """The order with the forms that its reader has; `sent` as it was typed."""
    with database.reading() as db:
        row = orders.find(db, actor, number)
        found = orders.opened(db, row, actor) if row is not None else None
        readers = orders.readers(db, found.id, but=actor.id) if found is not None else []
        forms = _forms(db, found, actor, sent) if found is not None else {}
    if found is None:
        raise _nowhere(database, actor, number)
    looking.order_read_once(database, actor, number)
    status = 200 if sent is None else 409 if refused else 422
    said = gettext(ANSWERS.get(found.answer, STANDS[found.answer]))
    return page(
        request, "eap/order.html", status=status, one=found, readers=readers, refused=refused, form=sent, said=said,
        binds=found.answer == BINDS, **forms,
    )  # fmt: skip


def _nowhere(database: Database, actor: Actor, number: str) -> NotFoundException:
    """For an order that is not theirs to read, and for none: the trail says who asked for what."""
    looking.denied(database, actor, f"order {number}")
    return NotFoundException()


def _forms(db: Session, found: Order, actor: Actor, sent: CaseForm | None) -> dict[str, Any]:
    """Counsel answers; a coordinator adds what was missing, or asks another counsel."""
    counsel = found.counsel_id == actor.id and bool(may_ever(actor, Action.CHECK_ORDER))
    enters = bool(may_ever(actor, Action.ENTER_ORDER))
    wanted: dict[str, type[CaseForm] | None] = {
        "answer": AnswerForm if counsel else None,
        "more": MoreForm if enters else None,
        "counsel": CounselForm if enters else None,
    }
    made: dict[str, Any] = {}
    for name, kind in wanted.items():
        form = sent if kind is not None and isinstance(sent, kind) else kind() if kind else None
        if isinstance(form, CounselForm):
            _asking(db, form)
        if form is not None:
            form.nonce.data, form.version.data = nonces.make(), str(found.version)
        made[name] = form
    return made


def _asking(db: Session, form: Any) -> Any:
    """With the counsel who can be asked."""
    said = [(str(id_), name) for id_, (name, _half) in orders.counsels(db).items()]
    form.counsel.choices = [form.counsel.choices[0], *said]
    return form


def _entering(request: Asked, form: OrderForm, status: int = 200, refused: str = "") -> Response[Any]:
    return page(request, "eap/order_new.html", status=status, form=form, refusals=[_(refused)] if refused else [])


ROUTES: list[Any] = [
    show,
    new,
    enter,
    one,
    _route("answer", N_("Answer whether an order binds"), Action.CHECK_ORDER, AnswerForm, _answer),
    _route("more", N_("Add what counsel missed"), Action.ENTER_ORDER, MoreForm, _more),
    _route("counsel", N_("Ask another counsel"), Action.ENTER_ORDER, CounselForm, _ask),
]
