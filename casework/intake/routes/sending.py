"""One report form that was sent, from what came in to the page that answers."""

from dataclasses import replace
from functools import cached_property
from typing import Any

from litestar import Request, Response
from sqlalchemy.orm import Session

from casework.cases.actions import reporting
from casework.cases.actions.opening import NobodyAble
from casework.cases.forms.report import CHANGED, DRAFT, NOBODY, SAID, SEND, TALK, THEN, ReportForm, report_in
from casework.cases.queries import blank, reported, sheet
from casework.cases.queries.routing import Beside
from casework.cases.routes.reported import receipt_page
from casework.db import Database, utc_now
from casework.files import Store
from casework.intake.actions import cleaning, drafts, keeping, report
from casework.intake.actions.cleaning import Ready
from casework.intake.actions.keeping import Kept
from casework.people import place
from casework.settings import N_, Said, Settings
from casework.vault import Vault, receipts
from casework.vault.receipts import Receipt
from casework.web import nonces, uploads
from casework.web.forms import Typed
from casework.web.patience import patiently
from casework.web.text import _
from casework.web.uploads import Received

from .sheets import form_page
from .shown_once import draft_page
from .staying import staying

ONE_TOO_MANY = N_("It is one too many: %(most)s files can be sent at once.")
GONE = N_("A file that was kept is not here any more. Choose it again.")
FIELDS = ("what", "kind", "site", "who_am_i", "avoid", "mode", "name", "contact", *SAID)


class Sending:
    """The form as it came. `answer` runs in a thread and is the whole of it."""

    def __init__(
        self,
        request: Request[Any, Any, Any],
        database: Database,
        settings: Settings,
        vault: Vault,
        store: Store,
        received: Received,
    ) -> None:
        self.request, self.database, self.settings = request, database, settings
        self.vault, self.store = vault, store
        self.received, self.typed, self.now = received, received.typed, utc_now()

    def answer(self) -> Response[str]:
        self.fresh, self.refused = taken(self.received, self.store)
        relation = report.AFTER.get(self._one("after"))
        self.stay = staying(self.request, self.database, self.settings) if relation else None
        with self.database.reading() as db:
            sites = place.sites(db)
            kind, site_id = blank.asked(self._one("kind") or "unsure", self._one("site"), sites)
            self.kind, self.site_id = kind or "unsure", site_id
            self.sheet = sheet.read(db, self._one("shown"))
            self.resumed = drafts.receipt_of(db, self._one("ticket"))
            stay = self.stay
            self.earlier = report.earlier(db, str(relation), stay.actor, stay.case_id) if stay else None
            before = self.sheet is not None and nonces.taken(db, f"report {self.sheet.number}")
            kept = keeping.opened(db, self._all("keep"), self.now)
            form = ReportForm(Typed(self.typed), sites)
        if before and self.then != DRAFT:
            return self._twice()
        self.files = self._at_most(kept)
        if len(kept) < len(self._all("keep")):
            self.refused.append(_(GONE))
        if self.then == DRAFT and not self.refused:
            return self._leave()
        if not form.complete(self.then) or self.refused:
            return self._again(form, 422)
        return self._send(form)

    @property
    def beside(self) -> Beside | None:
        return self.earlier.beside if self.earlier is not None else None

    @cached_property
    def then(self) -> str:
        said = self._one("then")
        return said if said in THEN else SEND

    def _send(self, form: ReportForm) -> Response[str]:
        try:
            return self._stored(form)
        except reporting.ReadersChanged:
            return self._again(form, 409, CHANGED)
        except NobodyAble:
            return self._again(form, 422, NOBODY)

    def _stored(self, form: ReportForm) -> Response[str]:
        """Cleaning and the key's stretching before, rendering after: the transaction is the report alone."""
        said, shown = replace(report_in(form, self.kind, self.site_id, self.then), beside=self.beside), self.sheet
        if self.files or shown is None:  # before the work of cleaning; the transaction looks again in any case
            with self.database.reading() as db:
                reporting.check(db, said, shown)
        assert shown is not None
        receipt, words = self._receipt(shown.number, "report")
        ready = cleaning.prepare(self.vault, self.store, self.files)

        def store(db: Session) -> bool:
            if not nonces.take(db, f"report {shown.number}", self.now) or reported.who(db, receipt) is not None:
                return False
            opened = report.send(db, said, shown, receipt, ready, self.now)
            report.follows(db, opened, self.earlier, self.now)
            return True

        first = patiently(self.database, store)
        if not first:
            self._discard(ready)
        return receipt_page(self.request, self.database, receipt, words, first=first, talk=self.then == TALK)

    def _twice(self) -> Response[str]:
        """A double click: the browser shows this answer and not the first, so it has to be the same."""
        self._discard([])
        assert self.sheet is not None
        receipt, words = self._receipt(self.sheet.number, "report")
        return receipt_page(self.request, self.database, receipt, words, first=False, talk=self.then == TALK)

    def _leave(self) -> Response[str]:
        receipt, words = self._receipt(self.sheet.number if self.sheet else nonces.make(), "draft")
        fields = {name: self._all(name) for name in FIELDS if self._all(name)}
        with self.database.transaction() as db:
            draft = drafts.leave(db, receipt, fields, self.files, self.now)
        return draft_page(self.request, words, draft.expires_at)

    def _again(self, form: ReportForm, status: int, problem: str = "") -> Response[str]:
        """The form, with all that was typed and the files that were taken."""
        avoid = form.avoid.data or []
        number = self.sheet.number if self.sheet else ""
        with self.database.transaction() as db:
            keeping.keep(db, self.files, self.now + (drafts.LASTS if self.resumed else keeping.KEPT))
            shown = blank.of(
                db, self.kind, self.site_id, avoid=avoid, kept=keeping.listed(db, self.files), number=number,
                beside=self.beside,
            )  # fmt: skip
        form.show(shown.offer, problem, self.refused)
        carried = {name: self._one(name) for name in ("ticket", "after")}
        return form_page(self.request, form, shown, status=status, refused=self.refused, carried=carried)

    def _receipt(self, number: str, use: str) -> tuple[Receipt, str]:
        """The key, and its words; no words where somebody came back with a receipt that they have already."""
        if self.resumed is not None:
            return self.resumed, ""
        words = receipts.of_form(self.vault, number, use)
        return receipts.derive(self.vault, words), words

    def _at_most(self, kept: list[Kept]) -> list[Kept]:
        """Ten at once, those of before included."""
        files = [*kept, *self.fresh]
        for file in files[uploads.FILES :]:
            self.refused.append(refusal(file.name, Said(ONE_TOO_MANY, {"most": uploads.FILES})))
            self.store.remove(file.id)
        return files[: uploads.FILES]

    def _discard(self, ready: list[Ready]) -> None:
        """Sent twice: the first time had its own."""
        for file in (*self.fresh, *(one.copy for one in ready if one.copy is not None)):
            self.store.remove(file.id)

    def _one(self, name: str) -> str:
        return str(self.typed.get(name, ""))

    def _all(self, name: str) -> list[str]:
        return [str(value) for value in self.typed.getall(name, [])]


def taken(received: Received, store: Store) -> tuple[list[Kept], list[str]]:
    """The files that are whole, for any row and for cleaning, and a sentence about each that was not taken."""
    received.finish(store)
    fresh = [Kept(*file.whole(), file.name, file.size, file.kind) for file in received.files]
    return fresh, [refusal(one.name, one.why) for one in received.refused]


def refusal(name: str, why: Said) -> str:
    """One sentence about a file that was not taken."""
    return _("“%(name)s” was not taken. %(why)s", name=name, why=_(why)) if name else _(why)
