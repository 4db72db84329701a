"""Something to report: a case, if the leaver says so. From here on nothing knows whose exit it came from: the address
names none, what the page carries says only that there was one, and the case is received as any report is."""

from dataclasses import replace
from typing import Any

from litestar import Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.response import Redirect
from sqlalchemy.orm import Session

from casework.cases.actions import reporting
from casework.cases.actions.newcomers import ANONYMOUS
from casework.cases.actions.opening import NobodyAble
from casework.cases.actions.reporting import Report
from casework.cases.forms.report import CHANGED, NOBODY, SEND, ReportForm, below, modes_of, report_in
from casework.cases.queries import blank, reported, sheet
from casework.cases.queries.blank import Blank
from casework.cases.queries.sheet import Sheet
from casework.cases.routes.reported import receipt_page
from casework.db import Database, utc_now
from casework.exits.queries.concern import may_report
from casework.people import place
from casework.vault import Vault, receipts
from casework.vault.receipts import Receipt
from casework.web import nonces
from casework.web.forms import Typed
from casework.web.page import page, see
from casework.web.patience import patiently
from casework.web.text import _

from .visit import QUIET, Asked

PUBLIC = {"public": True}
PATH = "/exit/concern"
UNKNOWN, EXIT = "unsure", "exit interview"


@get(PATH, sync_to_thread=False, opt=PUBLIC)
def elsewhere() -> Redirect:
    """It is asked for from the page of thanks; later there is the form for everybody."""
    return see("/report")


@post(PATH, sync_to_thread=True, status_code=200, opt=PUBLIC)
def concern(
    request: Asked, database: NamedDependency[Database], vault: NamedDependency[Vault],
    typed: NamedDependency[FormMultiDict],
) -> Response[Any]:  # fmt: skip
    """First the form, with what they wrote in it already; then, sent, the receipt."""
    said = {name: str(typed.get(name, "")) for name in ("leave", "then", "shown", "kind", "site")}
    with database.reading() as db:
        allowed, sites = may_report(db, said["leave"], utc_now()), place.sites(db)
        kind, site_id = blank.asked(said["kind"], said["site"], sites)
        shown = sheet.read(db, said["shown"])
        before = shown is not None and nonces.taken(db, f"report {shown.number}")
    if not allowed:
        return see("/report")
    form = ReportForm(Typed(typed), sites)
    page_of = _Page(request, database, form, kind or UNKNOWN, site_id, said["leave"], shown)
    if said["then"] != SEND:
        return page_of.form_page(200)
    if not before and not form.complete(SEND):
        return page_of.form_page(422)
    try:
        return page_of.sent(vault)
    except reporting.ReadersChanged:
        return page_of.form_page(409, CHANGED)
    except NobodyAble:
        return page_of.form_page(422, NOBODY)


class _Page:
    """One form as it came, and what answers it."""

    def __init__(
        self, request: Asked, database: Database, form: ReportForm, kind: str, site_id: int, leave: str,
        shown: Sheet | None,
    ) -> None:  # fmt: skip
        self.request, self.database, self.form = request, database, form
        self.kind, self.site_id, self.leave, self.shown = kind, site_id, leave, shown

    def sent(self, vault: Vault) -> Response[Any]:
        report = _report(self.form, self.kind, self.site_id)
        with self.database.reading() as db:
            if self.shown is None or not nonces.taken(db, f"report {self.shown.number}"):
                reporting.check(db, report, self.shown)  # before the work of a receipt; the transaction looks again
        assert self.shown is not None
        words = receipts.of_form(vault, self.shown.number, "report")
        receipt, shown = receipts.derive(vault, words), self.shown
        first = patiently(self.database, lambda db: _stored(db, report, shown, receipt))
        return receipt_page(self.request, self.database, receipt, words, first=first, talk=False)

    def form_page(self, status: int, problem: str = "") -> Response[str]:
        """The form, with all that was typed."""
        avoid = self.form.avoid.data or []
        number = self.shown.number if self.shown else ""
        with self.database.reading() as db:
            around = blank.of(db, self.kind, self.site_id, avoid=avoid, number=number)
        self.form.show(around.offer, problem)
        return page(
            self.request,
            "exits/concern.html",
            status=status,
            headers=QUIET,
            form=self.form,
            blank=around,
            modes=modes_of(around),
            stand_ins=_stand_ins(around),
            below=below(around, str(self.form.mode.data)),
            leave=self.leave,
        )


def _stand_ins(around: Blank) -> dict[int, str]:
    return {reader.id: _("only in place of somebody whom you tick") for reader in around.offer.only_instead}


def _report(form: ReportForm, kind: str, site_id: int) -> Report:
    """An anonymous one looks like any other that came by the form: that it was a leaver's would tell who."""
    report = report_in(form, kind, site_id, SEND)
    if report.mode == ANONYMOUS:
        return report
    return replace(report, channel=EXIT, relation="ex-employee")


def _stored(db: Session, report: Report, shown: Sheet, receipt: Receipt) -> bool:
    now = utc_now()
    if not nonces.take(db, f"report {shown.number}", now) or reported.who(db, receipt) is not None:
        return False
    reporting.receive(db, report, shown, receipt, now)
    return True


HANDLERS = [elsewhere, concern]
