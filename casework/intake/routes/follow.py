"""The page that a reporter comes back to."""

from typing import Any

import anyio.to_thread
from litestar import Request, Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency

from casework.audit import Tag, trail
from casework.db import Database, utc_now
from casework.intake.actions import drafts, stays
from casework.intake.actions.stays import Stay
from casework.settings import Settings
from casework.vault import Unreadable, Vault, receipts
from casework.vault.receipts import Malformed, Receipt
from casework.web.guesses import address_of
from casework.web.page import page, see
from casework.web.text import _

from . import fields, returning, staying
from .fields import receipt_field
from .own_page import own_page
from .reopened import reopened

PUBLIC = {"public": True}


@get("/follow", sync_to_thread=True, opt=PUBLIC)
def follow(
    request: Request[Any, Any, Any], database: NamedDependency[Database], settings: NamedDependency[Settings]
) -> Response[str]:
    """Their own page, for whoever is in; else the field for the receipt, or for the code of the link they came by."""
    stay = staying.staying(request, database, settings)
    if stay is not None:
        return own_page(request, database, stay)
    if request.query_params.get("with") == "receipt":
        return receipt_field(request, database)
    return fields.ask_again(request, database, settings)


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
        try:
            actor = stays.actor_of(db, party, receipt.private)
        except Unreadable:  # the row that says whose key it is was damaged
            return page(request, "intake/shut.html", status=409)
    trail.read_once(database, actor, party.case_id, Tag.REPORT_FOLLOWED)
    with database.transaction() as db:
        cookie = stays.begin(db, party, receipt.private, utc_now())
    answer = returning.back(request, database, Stay(party.id, party.case_id, actor), typed)
    staying.DOOR.let_in(answer, settings, cookie)
    if staying.link(request, settings):
        staying.forget_link(answer, settings)
    return answer


@post("/follow/leave", status_code=303, sync_to_thread=True, opt=PUBLIC)
def leave(
    request: Request[Any, Any, Any], database: NamedDependency[Database], settings: NamedDependency[Settings]
) -> Response[Any]:
    answer = see("/")
    staying.DOOR.leave(request, answer, database, settings)
    staying.forget_link(answer, settings)
    return answer
