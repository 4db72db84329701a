"""/support/follow: with a receipt, the employee's own page; or the little that whoever suggested it is shown."""

from typing import Any

import anyio.to_thread
from litestar import Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency

from casework.audit import Tag
from casework.db import Database, utc_now
from casework.eap.actions import looking, messages
from casework.eap.forms.asking import MessageForm, ReceiptForm
from casework.eap.kinds import EMPLOYEE, REFERRER
from casework.eap.queries import own, parties, releases
from casework.people import Actor, guests, place
from casework.settings import N_, Settings
from casework.vault import Unreadable, Vault, receipts
from casework.vault.receipts import Malformed, Receipt
from casework.web import nonces
from casework.web.forms import Typed
from casework.web.guesses import address_of
from casework.web.page import page, see
from casework.web.text import _

from . import plain, referrers, signing, staying
from .staying import PUBLIC, Browser, Data, Set, Typing

OVER = N_("You were away for half an hour. Type your receipt again: what you wrote is kept below.")
UNKNOWN = N_("We know nothing with this receipt. Check each letter.")


@get("/support/follow", sync_to_thread=True, opt=PUBLIC)
def follow(request: Browser, database: Data, settings: Set) -> Response[Any]:
    """For whoever is in; else the field for the receipt."""
    guest = staying.guest(request, database, settings)
    return receipt_field(request, database) if guest is None else own_page(request, database, guest)


@post("/support/follow", status_code=200, opt=PUBLIC)
async def come_back(
    request: Browser, database: Data, vault: NamedDependency[Vault], settings: Set, typed: Typing
) -> Response[Any]:
    """Right or wrong, the same work; wrong ones from one place take longer and longer, and the page says so."""
    wait = await staying.guesses.slow(address_of(request))
    return await anyio.to_thread.run_sync(_open, request, database, vault, settings, typed, wait)


def _open(
    request: Browser, database: Database, vault: Vault, settings: Settings, typed: FormMultiDict, wait: float
) -> Response[Any]:
    try:
        receipt = receipts.derive(vault, str(typed.get("receipt", "")))
    except Malformed as error:
        return receipt_field(request, database, typed, _(error.said), wait)
    with database.reading() as db:
        party = parties.who(db, receipt)
    if party is None:
        staying.guesses.wrong(address_of(request))
        return receipt_field(request, database, typed, _(UNKNOWN), wait)
    staying.guesses.right(address_of(request))
    return _let_in(request, database, settings, typed, party, receipt)


def _let_in(
    request: Browser, database: Database, settings: Settings, typed: FormMultiDict, party: int, receipt: Receipt
) -> Response[Any]:
    with database.transaction() as db:
        cookie = guests.begin(db, party, staying.USE, receipt.private, utc_now())
        guest = guests.actor_of(db, party, receipt.private)
    message = str(typed.get("message", ""))
    answer: Response[Any] = see("/support/follow")
    if message:
        answer = own_page(request, database, guest, message=message)
    elif signing.carried(typed) and _is_employee(database, guest):
        answer = signing.again(request, database, guest, typed)
    staying.DOOR.let_in(answer, settings, cookie)
    return answer


def _is_employee(database: Database, guest: Actor) -> bool:
    with database.reading() as db:
        return own.role(db, guest.id) == EMPLOYEE


@post("/support/follow/leave", status_code=303, sync_to_thread=True, opt=PUBLIC)
def leave(request: Browser, database: Data, settings: Set) -> Response[Any]:
    answer = see("/support")
    staying.DOOR.leave(request, answer, database, settings)
    return answer


def receipt_field(
    request: Browser, database: Database, typed: FormMultiDict | None = None, wrong: str = "", wait: float = 0.0
) -> Response[Any]:
    """`typed` may hold a message, or a release, whose writer's half hour was over: it stays."""
    form = ReceiptForm(Typed(typed) if typed is not None else None)
    if wrong:
        form.receipt.errors = [wrong]
    message = str(typed.get("message", "")) if typed is not None else ""
    with database.reading() as db:
        here = place.of(db)
    kept, status = signing.carried(typed), 422 if wrong else 200
    return page(
        request, "eap/receipt_field.html", status=status, form=form, here=here, wait=wait, message=message, carried=kept
    )


def own_page(
    request: Browser, database: Database, guest: Actor, *, status: int = 200, message: str = "", wrong: str = ""
) -> Response[Any]:
    """`message`: what was typed and is not sent yet; `wrong`: what kept it."""
    with database.reading() as db:
        role = own.role(db, guest.id)
    if role == REFERRER:
        return _referrers_page(request, database, guest, status, message, wrong)
    if role == EMPLOYEE:
        return _employees_page(request, database, guest, status, message, wrong)
    return shut(request)


def shut(request: Browser) -> Response[Any]:
    return page(request, "eap/shut.html", status=409)


def _employees_page(
    request: Browser, database: Database, guest: Actor, status: int, message: str, wrong: str
) -> Response[Any]:
    assert guest.holder is not None
    try:
        with database.reading() as db:
            mine, here = own.of(db, guest.holder, guest.id), place.of(db)
            signed = releases.of_employee(db, guest.holder, mine.referral)
    except Unreadable:
        return shut(request)
    looking.read_once(database, guest, mine.referral.number, Tag.REFERRAL_FOLLOWED)
    if any(not line.read for line in mine.lines if not line.of):
        with database.transaction() as db:
            messages.seen(db, mine.referral.id, by=guest)
    form = MessageForm(data={"message": message})
    if wrong:
        form.message.errors = [wrong]
    around: dict[str, Any] = {
        "own": mine,
        "here": here,
        "form": form,
        "nonce": nonces.make(),
        "zone": here.zone,
        "releases": signing.lines(signed, here.zone),
        **plain.around(mine),
    }
    return page(request, "eap/own.html", status=status, **around)


def _referrers_page(
    request: Browser, database: Database, guest: Actor, status: int, message: str, wrong: str
) -> Response[Any]:
    added, to = request.query_params.get("added") == "1", "/support/follow/messages"
    around = referrers.around(database, guest.id, guest.holder, message=message, wrong=wrong, added=added)
    return page(request, "eap/referrer.html", status=status, to=to, zone=around["here"].zone, **around)
