"""A form that begins a referral, from what came in to the page that answers: the same for all who come without an
account."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Protocol

from litestar import Response
from litestar.datastructures import FormMultiDict
from sqlalchemy.orm import Session

from casework.db import Database, utc_now
from casework.eap.actions import referrals
from casework.eap.actions.referrals import New, NobodyAble, ReadersChanged
from casework.eap.queries import coordinators, parties, sheet
from casework.eap.queries.sheet import Sheet
from casework.people import VISITOR, place
from casework.settings import N_
from casework.vault import Vault, receipts
from casework.web import nonces
from casework.web.page import page
from casework.web.patience import patiently
from casework.web.text import _

from .staying import Browser

AGAIN = timedelta(minutes=10)
"""For so long a second sending of the same form is a double click, and is shown the same receipt."""
CHANGED = N_("Who reads it has changed since you opened the form. Look at it again; nothing is sent yet.")


class Asked(Protocol):
    """What a form of any kind gives."""

    def validate(self) -> bool: ...


Show = Callable[[int, str], Response[Any]]
"""The form again, by status, with a sentence for its top."""


def shown(db: Session, number: str = "") -> dict[str, Any]:
    """What every form of this kind needs: who will read it, and the form's own number."""
    able = coordinators.able(db) if coordinators.published(db) else {}
    readers = [reader.words for reader in coordinators.readers(db, able)]
    return {"here": place.of(db), "readers": readers, "shown": sheet.written(db, able, number)}


def closed(request: Browser, database: Database) -> Response[Any]:
    """Nobody could read it: the other ways."""
    with database.reading() as db:
        here = place.of(db)
    return page(request, "eap/nobody.html", here=here)


def sheet_of(database: Database, typed: FormMultiDict) -> Sheet | None:
    with database.reading() as db:
        return sheet.read(db, str(typed.get("shown", "")))


def answer(
    request: Browser, database: Database, vault: Vault, *, seen: Sheet | None, form: Asked, new: Callable[[], New],
    show: Show, employee: bool,
) -> Response[Any]:  # fmt: skip
    """Store it and show the receipt; or the form, with all that was typed. `employee`: they ask for themself."""
    if seen is not None and _taken(database, seen):
        return _receipt(request, database, vault, seen, first=False, employee=employee)
    if not form.validate():
        return show(422, "")
    if seen is None:
        return show(409, _(CHANGED))
    try:
        return _stored(request, database, vault, seen, new(), employee=employee)
    except ReadersChanged:
        return show(409, _(CHANGED))
    except NobodyAble:
        return closed(request, database)


def _stored(
    request: Browser, database: Database, vault: Vault, seen: Sheet, new: New, *, employee: bool
) -> Response[Any]:  # fmt: skip
    """The key's stretching before, rendering after: the transaction is the referral alone."""
    receipt, now = receipts.derive(vault, receipts.of_form(vault, seen.number, "support")), utc_now()

    def store(db: Session) -> bool:
        if parties.who(db, receipt) is not None or not nonces.take(db, f"support {seen.number}", now):
            return False
        referrals.make(db, new, seen, by=VISITOR, receipt=receipt, now=now)
        return True

    return _receipt(request, database, vault, seen, first=patiently(database, store), employee=employee)


def _taken(database: Database, seen: Sheet) -> bool:
    with database.reading() as db:
        return nonces.taken(db, f"support {seen.number}")


def _receipt(
    request: Browser, database: Database, vault: Vault, seen: Sheet, *, first: bool, employee: bool
) -> Response[Any]:  # fmt: skip
    """This once; or again, to a second click: a browser shows only the second answer."""
    words = receipts.of_form(vault, seen.number, "support")
    lookup = receipts.derive(vault, words)
    with database.reading() as db:
        here = place.of(db)
        late = not first and not nonces.taken_since(db, f"support {seen.number}", utc_now() - AGAIN)
        gone = parties.who(db, lookup) is None
    if late or gone:
        return page(request, "eap/sent.html", status=409, here=here)
    return page(request, "eap/receipt.html", receipt=words, here=here, employee=employee, first=first)
