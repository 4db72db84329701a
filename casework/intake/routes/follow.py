"""The page that a reporter comes back to."""

from dataclasses import replace
from typing import Any

import anyio.to_thread
from litestar import Request, Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency

from casework.audit import Tag, trail
from casework.db import Database, utc_now
from casework.intake.actions import drafts, stays
from casework.intake.actions.stays import Stay
from casework.intake.forms import ReceiptForm
from casework.intake.queries import dialogue, stands
from casework.intake.queries.stands import Stands, Step
from casework.people import place
from casework.settings import N_, Settings
from casework.vault import Unreadable, Vault, receipts
from casework.vault.receipts import Malformed, Receipt
from casework.web import nonces
from casework.web.forms import Typed
from casework.web.guesses import address_of
from casework.web.page import page, see
from casework.web.text import _, day

from . import staying
from .reopened import reopened

PUBLIC = {"public": True}
OVER = N_("You were away for half an hour. Type your receipt again: what you wrote is kept below, files are not.")


@get("/follow", sync_to_thread=True, opt=PUBLIC)
def follow(
    request: Request[Any, Any, Any], database: NamedDependency[Database], settings: NamedDependency[Settings]
) -> Response[str]:
    """The report, for whoever is in; else the field for the receipt."""
    stay = staying.staying(request, database, settings)
    return receipt_field(request, database) if stay is None else own_page(request, database, stay)


@post("/follow", status_code=200, opt=PUBLIC)
async def come_back(
    request: Request[Any, Any, Any],
    database: NamedDependency[Database],
    vault: NamedDependency[Vault],
    settings: NamedDependency[Settings],
    typed: NamedDependency[FormMultiDict],
) -> Response[Any]:
    """Right or wrong, the same work; wrong ones from one place take longer and longer, and the page says so."""
    wait = await staying.guesses.slow(address_of(request))
    return await anyio.to_thread.run_sync(_open, request, database, vault, settings, typed, wait)


def _open(
    request: Request[Any, Any, Any],
    database: Database,
    vault: Vault,
    settings: Settings,
    typed: FormMultiDict,
    wait: float,
) -> Response[Any]:
    try:
        receipt = receipts.derive(vault, str(typed.get("receipt", "")))
    except Malformed as error:
        return receipt_field(request, database, typed, _(error.said), wait)
    where = address_of(request)
    if answer := _into_report(request, database, settings, typed, receipt):
        staying.guesses.right(where)
        return answer
    with database.reading() as db:
        draft = drafts.reopen(db, receipt, utc_now())
    if draft is not None:
        staying.guesses.right(where)
        return reopened(request, database, draft)
    staying.guesses.wrong(where)
    return receipt_field(request, database, typed, _("We know no report with this receipt. Check each letter."), wait)


def _into_report(
    request: Request[Any, Any, Any], database: Database, settings: Settings, typed: FormMultiDict, receipt: Receipt
) -> Response[Any] | None:
    with database.reading() as db:
        party = stays.find_party(db, receipt)
        if party is None:
            return None
        actor = stays.actor_of(db, party, receipt.private)
    trail.read_once(database, actor, party.case_id, Tag.REPORT_FOLLOWED)
    with database.transaction() as db:
        cookie = stays.begin(db, party, receipt.private, utc_now())
    message = str(typed.get("message", ""))
    stay = Stay(party.id, party.case_id, actor)
    answer: Response[Any] = own_page(request, database, stay, message=message) if message else see("/follow")
    staying.DOOR.let_in(answer, settings, cookie)
    return answer


@post("/follow/leave", status_code=303, sync_to_thread=True, opt=PUBLIC)
def leave(
    request: Request[Any, Any, Any], database: NamedDependency[Database], settings: NamedDependency[Settings]
) -> Response[Any]:
    answer = see("/")
    staying.DOOR.leave(request, answer, database, settings)
    return answer


def receipt_field(
    request: Request[Any, Any, Any],
    database: Database,
    typed: FormMultiDict | None = None,
    wrong: str = "",
    wait: float = 0.0,
) -> Response[str]:
    """`typed` may hold a message whose writer's half hour was over: it stays."""
    form = ReceiptForm(Typed(typed) if typed is not None else None)
    if wrong:
        form.receipt.errors = [wrong]
    message = str(typed.get("message", "")) if typed is not None else ""
    with database.reading() as db:
        here = place.of(db)
    status = 422 if wrong else 200
    return page(request, "intake/receipt_field.html", status=status, form=form, here=here, wait=wait, message=message)


def _steps(standing: Stands, zone: str) -> list[Step]:
    """In the reader's language; what is still to come says by when."""
    steps = [replace(step, label=_(step.label)) for step in standing.steps]
    if steps[stands.READ].kind == "now":
        words = _("by %(day)s", day=day(standing.told_by, zone))
        steps[stands.READ] = replace(steps[stands.READ], label=_("We read it and tell you so"), words=words)
    return steps


def own_page(
    request: Request[Any, Any, Any],
    database: Database,
    stay: Stay,
    *,
    status: int = 200,
    message: str = "",
    wrong: tuple[str, ...] = (),
    **more: Any,
) -> Response[str]:
    """Everything of this reporter's, in their own words and ours. `wrong`: what kept a message from being sent."""
    holder = stay.actor.holder
    assert holder is not None
    try:
        with database.reading() as db:
            own = dialogue.of(db, holder, stay.party_id)
            here = place.of(db, own.case.site_id)
            standing = stands.of(db, own.case, own.party)
    except Unreadable:
        return page(request, "intake/shut.html", status=409)
    known = {
        "own": own,
        "here": here,
        "stands": standing,
        "steps": _steps(standing, here.zone),
        "zone": here.zone,
        "message": message,
        "wrong": wrong,
        "nonce": nonces.make(),
    }
    return page(request, "intake/follow.html", status=status, **{"kept": [], **known, **more})
