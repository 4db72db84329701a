"""/referrals/sent: what somebody suggested while signed in, and a box to add something to each. What came of it is not
here."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Action
from casework.db import Database, utc_now
from casework.eap.actions import messages
from casework.eap.forms.asking import AdditionForm
from casework.eap.models import Referral, ReferralParty
from casework.eap.queries import parties
from casework.people import Actor
from casework.settings import N_
from casework.web import nonces
from casework.web.forms import Typed
from casework.web.page import page, see

from . import referrers

Asked = Request[Any, Any, Any]
Data = NamedDependency[Database]
Who = NamedDependency[Actor]
OPT = {"needs": Action.SUGGEST_SUPPORT}
PATH = "/referrals/sent"


@get(PATH, sync_to_thread=True, opt=OPT)
def show(request: Asked, database: Data, actor: Who) -> Response[Any]:
    with database.reading() as db:
        query = (
            select(ReferralParty.id, ReferralParty.added_on, Referral.number)
            .join(Referral, Referral.id == ReferralParty.referral_id)
            .where(ReferralParty.staff == parties.staff_tag(db, actor.id))
        )
        rows = db.execute(query.order_by(ReferralParty.added_on.desc(), ReferralParty.id)).all()
    return page(request, "eap/suggested.html", rows=rows)


@get(f"{PATH}/{{party_id:int}}", sync_to_thread=True, opt=OPT)
def one(request: Asked, party_id: FromPath[int], database: Data, actor: Who) -> Response[Any]:
    with database.reading() as db:
        _own(db, actor, party_id)
    return _page(request, database, party_id, actor, added=request.query_params.get("added") == "1")


@post(
    f"{PATH}/{{party_id:int}}/additions", sync_to_thread=True, status_code=200, opt=OPT | {"title": N_("Add something")}
)
def add(
    request: Asked, party_id: FromPath[int], database: Data, actor: Who, typed: NamedDependency[FormMultiDict]
) -> Response[Any]:
    form = AdditionForm(Typed(typed))
    with database.reading() as db:
        _own(db, actor, party_id)
    if not form.validate():
        wrong = str(form.message.errors[0])
        return _page(request, database, party_id, actor, 422, message=form.message.data or "", wrong=wrong)
    number = nonces.of(typed) if typed.get("nonce") else nonces.make()
    with database.transaction() as db:
        if nonces.take(db, f"support message {party_id} {number}", utc_now()):
            messages.add(db, _own(db, actor, party_id), form.message.data or "")
    return see(f"{PATH}/{party_id}?added=1")


def _own(db: Session, actor: Actor, party_id: int) -> ReferralParty:
    """The same 404 for one that somebody else suggested as for none."""
    party = db.get(ReferralParty, party_id)
    if party is None or party.staff is None or party.staff != parties.staff_tag(db, actor.id):
        raise NotFoundException
    return party


def _page(
    request: Asked, database: Database, party_id: int, actor: Actor, status: int = 200, **more: Any
) -> Response[Any]:
    around = referrers.around(database, party_id, actor.holder, **more)
    to = f"{PATH}/{party_id}/additions"
    return page(request, "eap/suggested_one.html", status=status, to=to, **around)


ROUTES: list[Any] = [show, one, add]
