"""`…/parties`: whom the case is about; a further complainant or a witness gets a receipt, and with it a dialogue."""

from collections.abc import Sequence
from typing import Any

from litestar import Request, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlalchemy.orm import Session

from casework import vault
from casework.access import Action, policy
from casework.cases.actions import members, messages, parties, renewal, support
from casework.cases.actions.newcomers import NewParty
from casework.cases.forms.parties import EndPartyForm, OfferForm, PartyForm, ReceiptForm
from casework.cases.models import Case, Party
from casework.cases.queries.given import Count
from casework.db import Database
from casework.people import Actor
from casework.settings import N_
from casework.vault import Compartment, Vault
from casework.web import nonces
from casework.web.forms import Typed
from casework.web.page import page, see

from .doing import FILE, Answer, Asked, Deed, Doing, Key, a_party, nowhere
from .entry import Entry
from .handlers import Desk, again, page_of, routes
from .words import called


def _values(deed: Deed) -> NewParty:
    form = deed.form
    return NewParty(
        form.role.data,
        form.name.data,
        contact=form.contact.data or "",
        relation=form.relation.data,
        employer=form.employer.data or "",
        department=form.department.data or "",
        number=form.employee.data or "",
    )


def _add(deed: Deed) -> str:
    parties.add(deed.db, deed.case, deed.file, _values(deed), by=deed.by)
    return "#parties"


def _change(deed: Deed) -> str:
    parties.change(deed.db, deed.case, deed.file, deed.one(Party), _values(deed), by=deed.by, version=deed.form.seen)
    return "#parties"


def _as_it_is(asked: Asked) -> dict[str, Any]:
    p = asked.one(asked.shown.parties)
    return {
        "role": p.role,
        "name": p.name or "",
        "relation": p.relation,
        "department": p.department,
        "employer": p.employer or "",
        "contact": p.contact or "",
    }


def _end(deed: Deed) -> str:
    parties.end(deed.db, deed.case, deed.one(Party), by=deed.by, version=deed.form.seen)
    return "#parties"


def _name(asked: Asked) -> dict[str, Any]:
    party = asked.one(asked.shown.parties)
    return {"person": called(party), "again": party.has_receipt, "party_id": party.id}


def _sides(asked: Asked) -> dict[str, Any]:
    """Of each what they were given, opened and answered, and whether they can come in."""
    shown = asked.shown
    return {"sides": [(called(party), party, shown.work.given.get(party.id, Count())) for party in shown.parties]}


def _their_dialogue(asked: Asked) -> Sequence[Key]:
    """Where what they have said is sealed: their dialogue, or when it is yet to be made, to those who read the file."""
    key = (Compartment.DIALOGUE, asked.item)
    return (key,) if key in asked.shown.rooms else (FILE,)


def _offer(deed: Deed) -> str:
    try:
        support.offer(deed.db, deed.case, deed.item, by=deed.by)
    except LookupError:
        raise NotFoundException from None
    return "#parties"


def _never(_deed: Deed) -> str:
    """The receipt is made by a handler of its own, outside the transaction."""
    raise NotFoundException


RECEIPT = Doing(
    "/parties/{item:int}/receipt",
    Action.WORK_CASE,
    N_("Make a receipt"),
    N_("Make it and show it once"),
    ReceiptForm,
    _never,
    rooms=_their_dialogue,
    more=_name,
    template="cases/make_receipt.html",
)


@post(
    "/cases/{number:str}/parties/{item:int}/receipt",
    sync_to_thread=True,
    status_code=200,
    opt={"needs": Action.WORK_CASE},
)
def receipt(
    request: Request[Any, Any, Any],
    opened: NamedDependency[Entry],
    item: FromPath[int],
    database: NamedDependency[Database],
    vault: NamedDependency[Vault],
    actor: NamedDependency[Actor],
    typed: NamedDependency[FormMultiDict],
) -> Answer:
    """Shown once, in the answer itself. A second click shows the same one: it is made from the form's own number."""
    policy.require(actor, Action.WORK_CASE, opened.matter)
    nonce = str(typed.get("nonce") or "")
    if not nonce:
        return see(f"{opened.path}/parties/{item}/receipt")
    sent = ReceiptForm(Typed(typed))
    if not sent.validate():
        return again(Desk(request, RECEIPT, opened, database, actor), sent)
    words, made = _made(vault, f"{nonce}-{item}")
    with database.transaction() as db:
        case, party = db.get_one(Case, opened.case.id), db.get(Party, item)
        if party is None or party.case_id != case.id:
            raise NotFoundException
        if first := nonces.take(db, nonce):
            _give(db, case, party, made, actor, str(sent.said.data or ""))
        elif party.receipt != made.lookup:
            return see(f"{opened.path}#parties")
    return page(request, "cases/receipt.html", number=opened.case.number, receipt=words, fresh=False, first=first)


def _give(
    db: Session, case: Case, party: Party, made: vault.receipts.Receipt, by: Actor, said: str
) -> None:  # fmt: skip
    """A first one, or another for a lost one; with what they have said by then, for them to check."""
    make = parties.make_receipt if party.receipt is None else renewal.renew_receipt
    make(db, case, party, made, by=by)
    if said:
        room = members.enter(db, case, by, Compartment.DIALOGUE, party.id)
        messages.written_down(db, case, room, text=said, by=by)


def _made(keys: Vault, number: str) -> tuple[str, vault.receipts.Receipt]:
    words = vault.receipts.of_form(keys, number, "case")
    return words, vault.receipts.derive(keys, words)


ROUTES = [
    *routes(
        Doing(
            "/parties",
            Action.WORK_CASE,
            N_("Add a party"),
            N_("Add them"),
            PartyForm,
            _add,
            more=_sides,
            template="cases/parties.html",
            says=N_("Members of staff with a conflict lose their keys in the same moment, and are told nothing."),
        ),
        Doing(
            "/parties/{item:int}",
            Action.WORK_CASE,
            N_("Change a party"),
            N_("Change it"),
            PartyForm,
            _change,
            start=_as_it_is,
        ),
        Doing(
            "/parties/{item:int}/end",
            Action.WORK_CASE,
            N_("No longer part of the case"),
            N_("They are no longer part of it"),
            EndPartyForm,
            _end,
            rooms=nowhere,
            start=a_party,
            says=N_("What was written about them stays on the case."),
        ),
        Doing(
            "/parties/{item:int}/support",
            Action.WORK_CASE,
            N_("Offer support"),
            N_("Write down that I offered it"),
            OfferForm,
            _offer,
            rooms=nowhere,
            more=_name,
            template="cases/support.html",
        ),
    ),
    page_of(RECEIPT),
    receipt,
]
