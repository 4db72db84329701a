"""What else a reporter may do: their name, a pause, a companion, withdrawing, confirming, agencies outside."""

from collections.abc import Callable
from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency

from casework.clocks import packs
from casework.db import Database, utc_now
from casework.intake.actions import replies, report
from casework.intake.actions.stays import Stay
from casework.intake.forms import CompanionForm, NameForm, ReportForm, WithdrawForm
from casework.intake.kinds import MODES
from casework.intake.queries import blank, dialogue, place
from casework.intake.queries.dialogue import Own
from casework.settings import Settings
from casework.web.forms import Form, Typed
from casework.web.page import page, see
from casework.web.text import _, listed

from . import staying
from .follow import receipt_field
from .sheets import form_page

PUBLIC = {"public": True}
OUTSIDE = ("eeoc_charge", "eeoc_charge_agency", "charge_", "tribunal", "equal_pay", "discrimination_claim")
"""Clocks of the country's pack that are the reporter's own to use."""
Browser = Request[Any, Any, Any]
Data = NamedDependency[Database]
Set = NamedDependency[Settings]
Fields = NamedDependency[FormMultiDict]


def _own(database: Database, stay: Stay) -> Own:
    assert stay.actor.holder is not None
    with database.reading() as db:
        return dialogue.of(db, stay.actor.holder, stay.party_id)


def _show(request: Browser, database: Database, stay: Stay, name: str, status: int = 200, **more: Any) -> Response[str]:
    own = _own(database, stay)
    with database.reading() as db:
        here = place.of(db, own.case.site_id)
    return page(request, f"intake/{name}.html", status=status, own=own, here=here, zone=here.zone, **more)


def _as_reporter(
    request: Browser, database: Database, settings: Settings, do: Callable[[Stay], Response[Any]]
) -> Response[Any]:
    stay = staying.staying(request, database, settings)
    return receipt_field(request, database) if stay is None else do(stay)


def _modes(form: NameForm, own: Own) -> NameForm:
    """Only what is more known than now."""
    labels = {
        "confidential": _("Only %(people)s", people=listed(own.known.names)),
        "named": _("Everyone who reads the report: %(people)s", people=listed(own.known.dialogue)),
    }
    further = MODES[MODES.index(own.party.mode) + 1 :]
    form.mode.choices = [(mode, labels[mode]) for mode in further]
    return form


@get("/follow/name", sync_to_thread=True, opt=PUBLIC)
def name_form(request: Browser, database: Data, settings: Set) -> Response[Any]:
    def show(stay: Stay) -> Response[Any]:
        return _show(request, database, stay, "name", form=_modes(NameForm(), _own(database, stay)))

    return _as_reporter(request, database, settings, show)


@post("/follow/name", status_code=200, sync_to_thread=True, opt=PUBLIC)
def give_name(request: Browser, database: Data, settings: Set, typed: Fields) -> Response[Any]:
    def give(stay: Stay) -> Response[Any]:
        form = _modes(NameForm(Typed(typed)), _own(database, stay))
        if not form.validate():
            return _show(request, database, stay, "name", 422, form=form)
        with database.transaction() as db:
            replies.give_name(db, stay.actor, form.mode.data, form.name.data or "", form.contact.data or "")
        return see("/follow")

    return _as_reporter(request, database, settings, give)


@get("/follow/companion", sync_to_thread=True, opt=PUBLIC)
def companion_form(request: Browser, database: Data, settings: Set) -> Response[Any]:
    return _as_reporter(
        request, database, settings, lambda stay: _show(request, database, stay, "companion", form=CompanionForm())
    )


@post("/follow/companion", status_code=200, sync_to_thread=True, opt=PUBLIC)
def companion(request: Browser, database: Data, settings: Set, typed: Fields) -> Response[Any]:
    def ask(stay: Stay) -> Response[Any]:
        form = CompanionForm(Typed(typed))
        if not form.validate():
            return _show(request, database, stay, "companion", 422, form=form)
        return _said(database, stay, form.who.data or "", "companion")

    return _as_reporter(request, database, settings, ask)


@get("/follow/withdrawal", sync_to_thread=True, opt=PUBLIC)
def withdrawal_form(request: Browser, database: Data, settings: Set) -> Response[Any]:
    return _as_reporter(
        request, database, settings, lambda stay: _show(request, database, stay, "withdraw", form=WithdrawForm())
    )


@post("/follow/withdrawal", status_code=200, sync_to_thread=True, opt=PUBLIC)
def withdraw(request: Browser, database: Data, settings: Set, typed: Fields) -> Response[Any]:
    def ask(stay: Stay) -> Response[Any]:
        form: Form = WithdrawForm(Typed(typed))
        if not form.validate():
            return _show(request, database, stay, "withdraw", 422, form=form)
        if _own(database, stay).withdrawal is None:
            with database.transaction() as db:
                replies.withdraw(db, stay.actor, form["words"].data or "", utc_now())
        return see("/follow")

    return _as_reporter(request, database, settings, ask)


@post("/follow/pause", status_code=200, sync_to_thread=True, opt=PUBLIC)
def pause(request: Browser, database: Data, settings: Set, typed: Fields) -> Response[Any]:
    def rest(stay: Stay) -> Response[Any]:
        with database.transaction() as db:
            replies.pause(db, stay.actor, paused=typed.get("paused") == "yes", now=utc_now())
        return see("/follow")

    return _as_reporter(request, database, settings, rest)


@post("/follow/confirmation", status_code=200, sync_to_thread=True, opt=PUBLIC)
def confirm(request: Browser, database: Data, settings: Set, typed: Fields) -> Response[Any]:
    """Right as it was written down; or not, and then what should stand there."""

    def agree(stay: Stay) -> Response[Any]:
        if correction := str(typed.get("correction", "")).strip():
            return _said(database, stay, correction, "correction")
        with database.transaction() as db:
            replies.confirm(db, stay.actor, utc_now())
        return see("/follow")

    return _as_reporter(request, database, settings, agree)


@get("/follow/worse", sync_to_thread=True, opt=PUBLIC)
def worse_form(request: Browser, database: Data, settings: Set) -> Response[Any]:
    """A report of its own: whom they left out of the first one is ticked already."""

    def show(stay: Stay) -> Response[Any]:
        site = _own(database, stay).case.site_id
        with database.reading() as db:
            avoid = report.left_out(db, stay.case_id)
            shown = blank.of(db, "retaliation", site, avoid=avoid)
        form = ReportForm(None, shown.offer, shown.sites, kind="retaliation", site=str(site), avoid=list(avoid))
        return form_page(request, form, shown, carried={"after": "yes"})

    return _as_reporter(request, database, settings, show)


@get("/follow/outside", sync_to_thread=True, opt=PUBLIC)
def outside(request: Browser, database: Data, settings: Set) -> Response[Any]:
    """What the country's pack says, with its source and day."""

    def show(stay: Stay) -> Response[Any]:
        with database.reading() as db:
            country = place.of(db, _own(database, stay).case.site_id).country
        rules = packs.load(country).rules.items() if country in packs.CODES else ()
        found = [rule for key, rule in rules if key.startswith(OUTSIDE)]
        return _show(request, database, stay, "outside", rules=found)

    return _as_reporter(request, database, settings, show)


def _said(database: Database, stay: Stay, text: str, topic: str) -> Response[Any]:
    with database.transaction() as db:
        replies.write(db, stay.actor, text, topic=topic, now=utc_now())
    return see("/follow")


ROUTES = [
    name_form,
    give_name,
    companion_form,
    companion,
    withdrawal_form,
    withdraw,
    pause,
    confirm,
    outside,
    worse_form,
]
