"""`…/receipt`: for the employee, shown once, to be read out or printed."""

from typing import Any

from litestar import Request, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from casework import vault as vaults
from casework.db import Database
from casework.eap.actions import receipts
from casework.eap.actions.writing import Changed
from casework.eap.forms.work import ReceiptForm
from casework.eap.models import Referral
from casework.eap.queries import parties
from casework.people import Actor
from casework.settings import N_, Said
from casework.vault import Compartment, Vault
from casework.web import nonces
from casework.web.forms import Typed
from casework.web.page import page, see

from . import entry
from .doing import Answer, Deed, Doing
from .handlers import CHANGED, Desk, again, opt, page_of


def _never(_deed: Deed) -> str:
    """The receipt is made by a handler of its own, outside the transaction."""
    raise NotFoundException


RECEIPT = Doing(
    "/receipt", N_("Make a receipt for the employee"), N_("Make it and show it once"), ReceiptForm, _never,
    rooms=(Compartment.SUPPORT,), template="eap/make_receipt.html",
)  # fmt: skip


@post("/referrals/{number:str}/receipt", sync_to_thread=True, status_code=200, opt=opt(RECEIPT))
def receipt(
    request: Request[Any, Any, Any],
    number: FromPath[str],
    database: NamedDependency[Database],
    vault: NamedDependency[Vault],
    actor: NamedDependency[Actor],
    typed: NamedDependency[FormMultiDict],
) -> Answer:
    """A second click shows the same one: it is made from the form's own number, and stored nowhere."""
    referral, form = entry.enter(database, actor, number), ReceiptForm(Typed(typed))
    nonce = str(form.nonce.data or "")
    if not nonce:
        return see(f"/referrals/{number}/receipt")
    words = vaults.receipts.of_form(vault, f"{nonce}-{number}", "referral")
    made = vaults.receipts.derive(vault, words)
    try:
        with database.transaction() as db:
            row = db.get_one(Referral, referral.id)
            if nonces.take(db, nonce):
                receipts.give(db, row, made, by=actor, version=form.seen)
            elif parties.employee(db, row).receipt != made.lookup:
                return see(f"/referrals/{number}")
    except Changed:
        return again(Desk(request, RECEIPT, number, database, actor), form, 409, [Said(CHANGED)])
    return page(request, "eap/given.html", number=number, receipt=words)


ROUTES: list[Any] = [page_of(RECEIPT), receipt]
