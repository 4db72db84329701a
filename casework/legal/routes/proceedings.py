"""`/cases/{number}/proceedings`: charges and claims on a case, with their days, statements and ends."""

from typing import Any

from litestar import Request, get
from litestar.di import NamedDependency

from casework.access import Action
from casework.cases.forms.fields import said
from casework.cases.lifecycle import kinds
from casework.cases.lifecycle.charges import KINDS, STATES
from casework.cases.models import Proceeding
from casework.cases.queries import clocks, holds
from casework.cases.routes.doing import Answer, Asked, Deed, Doing
from casework.cases.routes.entry import Entry, shown_to
from casework.cases.routes.handlers import routes
from casework.clocks import packs
from casework.db import Database
from casework.legal.actions import days, proceedings
from casework.legal.actions.proceedings import New
from casework.legal.forms.proceedings import OTHER, DetailsForm, NewForm
from casework.legal.lifecycle.proceeding import RESULTS
from casework.legal.queries import proceedings as queries
from casework.people import Actor
from casework.settings import N_
from casework.web.page import page
from casework.web.text import _

from . import case_holds, proceeding_doing

BACK = "/proceedings"
OPT = {"needs": Action.KEEP_PROCEEDINGS, "title": N_("Charges and claims")}
WHY = N_("A charge or a claim was entered on case %(number)s: %(agency)s.")


@get("/cases/{number:str}/proceedings", sync_to_thread=True, opt=OPT)
def show(
    request: Request[Any, Any, Any],
    opened: NamedDependency[Entry],
    database: NamedDependency[Database],
    actor: NamedDependency[Actor],
) -> Answer:
    with database.reading() as db:
        shown = shown_to(db, actor, opened.case.number)
        found = queries.of_case(db, shown)
        held = holds.of_case(db, shown.case.id)
        notes = {rule.name: rule.note for one in found for rule in days.rules(one.row.law, one.row.kind)}
    return page(
        request, "legal/proceedings.html", shown=shown, found=found, held=held, notes=notes, kinds=KINDS, states=STATES,
        results=RESULTS, bases=kinds.BASES, path=f"/cases/{shown.case.number}{BACK}",
        paths=proceeding_doing.PATHS, papers={one.id: one for one in shown.papers},
    )  # fmt: skip


def new_of(deed: Deed) -> New:
    form = deed.form
    agency = said(form.agency_other).strip() if form.agency.data == OTHER else said(form.agency)
    about, notice = case_holds.words(deed.case.number)
    return New(
        kind=form.kind.data if "kind" in form else "",
        law=said(form.law),
        agency=agency,
        received_on=form.received_on.data,
        number=said(form.number),
        parties=said(form.parties),
        bases=form.bases.data or [],
        filed_on=form.filed_on.data,
        noticed_on=form.noticed_on.data,
        hold=(_(WHY, number=deed.case.number, agency=agency), about, notice),
        another="another" in form and bool(form.another.data),
    )


def _enter(deed: Deed) -> str:
    proceedings.enter(deed.db, deed.case, deed.file, new_of(deed), by=deed.by)
    return BACK


def _agencies(form: Any, also: str = "") -> None:
    """Of every country, with the country's code where it is not the one that was chosen; and whatever stands there."""
    listed = [(name, f"{name} ({code})") for code in packs.CODES for name in packs.load(code).agencies]
    known = {value for value, _words in listed}
    more = [(also, also)] if also and also not in known else []
    form.agency.choices = [("", "–"), *more, *listed, (OTHER, _("another, in words"))]


def _fill_new(asked: Asked, form: Any) -> None:
    _agencies(form)
    if holds.of_case(asked.db, asked.shown.case.id) is None:
        del form.another


def _start_new(asked: Asked) -> dict[str, Any]:
    law = clocks.place(asked.db, asked.shown.case.site_id).law
    return {"law": law.code if law else "", "received_on": proceeding_doing.today(asked)}


def _is_held(asked: Asked) -> dict[str, Any]:
    return {"held": holds.of_case(asked.db, asked.shown.case.id)}


def _one(asked: Asked) -> queries.Shown:
    return proceeding_doing.one(asked)


def _start_details(asked: Asked) -> dict[str, Any]:
    found = _one(asked)
    row = found.row
    return {
        "version": str(row.version), "law": row.law, "agency": found.agency or "", "number": found.number or "",
        "parties": found.parties or "", "bases": list(found.bases), "filed_on": row.filed_on,
        "noticed_on": row.noticed_on, "received_on": row.received_on,
    }  # fmt: skip


def _fill_details(asked: Asked, form: Any) -> None:
    _agencies(form, _one(asked).agency or "")


def _change(deed: Deed) -> str:
    row = deed.one(Proceeding)
    proceedings.change(deed.db, deed.case, row, deed.file, new_of(deed), by=deed.by, version=deed.form.seen)
    return f"{BACK}#proceeding-{row.id}"


ROUTES: list[Any] = [
    show,
    *routes(
        Doing(
            "/proceedings/new", Action.KEEP_PROCEEDINGS, N_("Enter a charge or a claim"), N_("Enter it"), NewForm,
            _enter, start=_start_new, fill=_fill_new, more=_is_held, template="legal/proceeding_new.html",
        ),
        Doing(
            "/proceedings/{item:int}/details", Action.KEEP_PROCEEDINGS, N_("Set right what is known of it"),
            N_("Keep it"), DetailsForm, _change, start=_start_details, fill=_fill_details,
            says=N_("Its days stay as they are: move them where they changed."),
        ),
        *proceeding_doing.DOINGS,
    ),
]  # fmt: skip
