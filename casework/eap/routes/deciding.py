"""What somebody does who came back: the employee writes and decides; whoever suggested it adds something."""

from typing import Any

from litestar import Response, get, post
from sqlalchemy.orm import Session

from casework.cases.lifecycle import IllegalStep
from casework.db import Database, utc_now
from casework.eap.actions import messages, steps, writing
from casework.eap.forms.asking import AdditionForm, MessageForm
from casework.eap.kinds import EMPLOYEE, REFERRER
from casework.eap.models import Referral, ReferralParty
from casework.eap.queries import own
from casework.people import Actor, place
from casework.vault import Unreadable
from casework.web import nonces
from casework.web.forms import Typed
from casework.web.page import page, see
from casework.web.text import _

from . import plain, staying
from .follow import OVER, own_page, receipt_field, shut
from .staying import PUBLIC, Browser, Data, Set, Typing


@post("/support/follow/messages", sync_to_thread=True, status_code=200, opt=PUBLIC)
def send(request: Browser, database: Data, settings: Set, typed: Typing) -> Response[Any]:
    guest = staying.guest(request, database, settings)
    if guest is None:
        return receipt_field(request, database, typed, _(OVER))
    with database.reading() as db:
        referrer = own.role(db, guest.id) == REFERRER
    form = (AdditionForm if referrer else MessageForm)(Typed(typed))
    if not form.validate():
        wrong, said = str(form.message.errors[0]), form.message.data or ""
        return own_page(request, database, guest, status=422, message=said, wrong=wrong)
    number = nonces.of(typed) if typed.get("nonce") else nonces.make()
    with database.transaction() as db:
        if nonces.take(db, f"support message {guest.id} {number}", utc_now()):
            _say(db, db.get_one(ReferralParty, guest.id), guest, form.message.data or "")
    return see("/support/follow?added=1" if referrer else "/support/follow")


def _say(db: Session, party: ReferralParty, guest: Actor, text: str) -> None:
    if party.role == REFERRER:
        messages.add(db, party, text)
    else:
        messages.answer(db, text, by=guest)


@get("/support/follow/steps", sync_to_thread=True, opt=PUBLIC)
def ask(request: Browser, database: Data, settings: Set) -> Response[Any]:
    """What it means, before it is decided. `?step=`"""
    guest, step = staying.guest(request, database, settings), request.query_params.get("step", "")
    if guest is None:
        return receipt_field(request, database)
    if step not in _possible(database, guest):
        return see("/support/follow")
    with database.reading() as db:
        here = place.of(db)
    return page(request, "eap/decide.html", step=step, what=plain.what(step), here=here)


@post("/support/follow/steps", sync_to_thread=True, status_code=200, opt=PUBLIC)
def decide(request: Browser, database: Data, settings: Set, typed: Typing) -> Response[Any]:
    """What is not possible any more is shown as it is now."""
    guest = staying.guest(request, database, settings)
    if guest is None:
        return receipt_field(request, database)
    try:
        if str(typed.get("step", "")) in _possible(database, guest):
            _take(database, guest, str(typed.get("step", "")))
    except IllegalStep:
        pass
    except Unreadable:
        return shut(request)
    return see("/support/follow")


def _take(database: Database, guest: Actor, step: str) -> None:
    with database.transaction() as db:
        _, referral = writing.own_employee(db, guest)
        steps.take(db, referral, step, by=guest)


def _possible(database: Database, guest: Actor) -> tuple[str, ...]:
    """Nothing for whoever suggested it."""
    with database.reading() as db:
        party = db.get(ReferralParty, guest.id)
        if party is None or party.role != EMPLOYEE:
            return ()
        return own.decisions(db, db.get_one(Referral, party.referral_id))
