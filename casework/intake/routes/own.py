"""What else a reporter may do: give their name, pause, bring somebody, withdraw, confirm."""

from typing import Any

from litestar import Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from sqlalchemy.orm import Session

from casework.cases.lifecycle.closest import MODES
from casework.db import Database, utc_now
from casework.intake.actions import replies
from casework.intake.actions.stays import Stay
from casework.intake.forms import CompanionForm, CorrectionForm, NameForm, OtherTimeForm, WithdrawForm
from casework.intake.queries.dialogue import Own
from casework.web import nonces
from casework.web.forms import Typed
from casework.web.page import see
from casework.web.patience import patiently
from casework.web.text import _, listed

from .here import Browser, Data, Set, as_reporter, own_of, show_own
from .own_page import own_page

PUBLIC = {"public": True}
Fields = NamedDependency[FormMultiDict]


def _modes(form: NameForm, own: Own) -> NameForm:
    """Only what is more known than now; nothing for whom everyone knows, who has no name to give."""
    labels = {
        "confidential": _("Only %(people)s", people=listed(own.known.names)),
        "named": _("Everyone who reads the report: %(people)s", people=listed(own.known.dialogue)),
    }
    further = MODES[MODES.index(own.party.mode) + 1 :]
    form.readers.choices = own.known.name_ids
    form.mode.choices = [(mode, labels[mode]) for mode in further]
    return form


@get("/follow/name", sync_to_thread=True, opt=PUBLIC)
def name_form(request: Browser, database: Data, settings: Set) -> Response[Any]:
    def show(stay: Stay) -> Response[Any]:
        own = own_of(database, stay)
        form = _modes(NameForm(readers=dict(own.known.name_ids)), own)
        return show_own(request, database, stay, "name", form=form) if form.mode.choices else see("/follow")

    return as_reporter(request, database, settings, show)


@post("/follow/name", status_code=200, sync_to_thread=True, opt=PUBLIC)
def give_name(request: Browser, database: Data, settings: Set, typed: Fields) -> Response[Any]:
    def give(stay: Stay) -> Response[Any]:
        form = _modes(NameForm(Typed(typed)), own_of(database, stay))
        if not form.mode.choices:
            return see("/follow")
        if not form.validate():
            return show_own(request, database, stay, "name", 422, form=form)
        with database.transaction() as db:
            chosen = form.readers.data if form.mode.data == "confidential" else None
            replies.give_name(db, stay.actor, form.mode.data, form.name.data or "", form.contact.data or "", chosen)
        return see("/follow")

    return as_reporter(request, database, settings, give)


@get("/follow/companion", sync_to_thread=True, opt=PUBLIC)
def companion_form(request: Browser, database: Data, settings: Set) -> Response[Any]:
    return as_reporter(
        request, database, settings, lambda stay: show_own(request, database, stay, "companion", form=CompanionForm())
    )


@post("/follow/companion", status_code=200, sync_to_thread=True, opt=PUBLIC)
def companion(request: Browser, database: Data, settings: Set, typed: Fields) -> Response[Any]:
    def ask(stay: Stay) -> Response[Any]:
        form = CompanionForm(Typed(typed))
        if not form.validate():
            return show_own(request, database, stay, "companion", 422, form=form)
        return _said(database, stay, form.who.data or "", "companion", typed)

    return as_reporter(request, database, settings, ask, str(typed.get("who") or typed.get("words") or ""))


@get("/follow/time", sync_to_thread=True, opt=PUBLIC)
def time_form(request: Browser, database: Data, settings: Set) -> Response[Any]:
    return as_reporter(
        request, database, settings, lambda stay: show_own(request, database, stay, "time", form=OtherTimeForm())
    )


@post("/follow/time", status_code=200, sync_to_thread=True, opt=PUBLIC)
def other_time(request: Browser, database: Data, settings: Set, typed: Fields) -> Response[Any]:
    def ask(stay: Stay) -> Response[Any]:
        form = OtherTimeForm(Typed(typed))
        if not form.validate():
            return show_own(request, database, stay, "time", 422, form=form)
        return _said(database, stay, form.when.data or "", "time", typed)

    return as_reporter(request, database, settings, ask, str(typed.get("when") or ""))


@get("/follow/withdrawal", sync_to_thread=True, opt=PUBLIC)
def withdrawal_form(request: Browser, database: Data, settings: Set) -> Response[Any]:
    def show(stay: Stay) -> Response[Any]:
        _reported(database, stay)
        return show_own(request, database, stay, "withdraw", form=WithdrawForm())

    return as_reporter(request, database, settings, show)


@post("/follow/withdrawal", status_code=200, sync_to_thread=True, opt=PUBLIC)
def withdraw(request: Browser, database: Data, settings: Set, typed: Fields) -> Response[Any]:
    def ask(stay: Stay) -> Response[Any]:
        own, form = _reported(database, stay), WithdrawForm(Typed(typed))
        if not form.validate():
            return show_own(request, database, stay, "withdraw", 422, form=form)
        if own.withdrawal is None:
            with database.transaction() as db:
                replies.withdraw(db, stay.actor, form.words.data or "")
        return see("/follow")

    return as_reporter(request, database, settings, ask, str(typed.get("who") or typed.get("words") or ""))


@post("/follow/pause", status_code=200, sync_to_thread=True, opt=PUBLIC)
def pause(request: Browser, database: Data, settings: Set, typed: Fields) -> Response[Any]:
    def rest(stay: Stay) -> Response[Any]:
        _reported(database, stay)
        with database.transaction() as db:
            replies.pause(db, stay.actor, paused=typed.get("paused") == "yes")
        return see("/follow")

    return as_reporter(request, database, settings, rest)


@post("/follow/confirmation", status_code=200, sync_to_thread=True, opt=PUBLIC)
def confirm(request: Browser, database: Data, settings: Set, typed: Fields) -> Response[Any]:
    """Right as it was written down; or not, and then what should stand there."""

    def agree(stay: Stay) -> Response[Any]:
        form = CorrectionForm(Typed(typed))
        fits = form.validate()
        said = form.correction.data or ""
        if not fits:
            wrong = tuple(map(str, form.correction.errors))
            return own_page(request, database, stay, status=422, wrong=wrong, at="correction", correction=said)
        if said:
            return _said(database, stay, said, "correction", typed)
        if own_of(database, stay).to_confirm:
            with database.transaction() as db:
                replies.confirm(db, stay.actor)
        return see("/follow")

    return as_reporter(request, database, settings, agree, str(typed.get("correction", "")))


def _reported(database: Database, stay: Stay) -> Own:
    """A page for who reported it: for anybody else on the case it is not there."""
    own = own_of(database, stay)
    if not own.reported:
        raise NotFoundException
    return own


def _said(database: Database, stay: Stay, text: str, topic: str, typed: FormMultiDict) -> Response[Any]:
    """Into their dialogue, once however often it was clicked."""
    now, number = utc_now(), nonces.of(typed) if typed.get("nonce") else nonces.make()

    def store(db: Session) -> None:
        if nonces.take(db, f"{topic} {stay.party_id} {number}", now):
            replies.write(db, stay.actor, text, topic=topic, now=now)

    patiently(database, store)
    return see("/follow")


ROUTES = [
    name_form,
    give_name,
    companion_form,
    companion,
    time_form,
    other_time,
    withdrawal_form,
    withdraw,
    pause,
    confirm,
]
