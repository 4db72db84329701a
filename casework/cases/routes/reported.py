"""The page with the receipt: the answer to a report itself, whichever form it came by, kept nowhere."""

from datetime import timedelta
from typing import Any

from litestar import Request, Response

from casework.cases.lifecycle.clock import promised
from casework.cases.queries import clocks, reported
from casework.db import Database, utc_now
from casework.people import place
from casework.vault.receipts import Receipt
from casework.web.page import page

AGAIN = timedelta(minutes=10)
"""For so long a second sending of the same form is a double click, and is shown the same receipt."""


def receipt_page(
    request: Request[Any, Any, Any], database: Database, receipt: Receipt, words: str, *, first: bool, talk: bool
) -> Response[str]:
    """`words`: the receipt as it is printed; empty where somebody has it already. `talk`: they would rather."""
    with database.reading() as db:
        party = reported.who(db, receipt)
        if party is None:
            return page(request, "cases/reported_before.html", status=409)
        known = reported.of_report(db, party)
        here = place.of(db, known.site_id)
        where = clocks.place(db, known.site_id)
        read_by, told_by = promised(where.day(known.received_at), None, where)
    if not first and utc_now() - known.received_at > AGAIN:
        return page(request, "cases/reported_before.html", status=409)
    return page(
        request,
        "cases/reported.html",
        receipt=words,
        known=known,
        here=here,
        first=first,
        talk=talk,
        zone=here.zone,
        acknowledge=read_by,
        feedback=told_by,
    )
