"""What every page of somebody who came back shares."""

from collections.abc import Callable
from typing import Any

from litestar import Request, Response
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency

from casework.db import Database
from casework.intake.actions.stays import Stay
from casework.intake.queries import dialogue
from casework.intake.queries.dialogue import Own
from casework.people import place
from casework.settings import Settings
from casework.vault import Unreadable
from casework.web import nonces
from casework.web.page import page

from . import staying
from .fields import ask_again

Browser = Request[Any, Any, Any]
Data = NamedDependency[Database]
Set = NamedDependency[Settings]


def own_of(database: Database, stay: Stay) -> Own:
    assert stay.actor.holder is not None
    with database.reading() as db:
        return dialogue.of(db, stay.actor.holder, stay.party_id)


def show_own(
    request: Browser, database: Database, stay: Stay, name: str, status: int = 200, **more: Any
) -> Response[str]:
    own = own_of(database, stay)
    with database.reading() as db:
        here = place.of(db, own.case.site_id)
    known = {"own": own, "here": here, "zone": here.zone, "by_link": stay.by_link, "nonce": nonces.make()}
    return page(request, f"intake/{name}.html", status=status, **{**known, **more})


def as_reporter(
    request: Browser, database: Database, settings: Settings, do: Callable[[Stay], Response[Any]],
    typed: str | FormMultiDict = "",
) -> Response[Any]:  # fmt: skip
    """Let them, if their half hour lasts; else their receipt or code is asked for, and what they `typed` waits beside
    it: a text, or the fields of a form that is shown again."""
    stay = staying.staying(request, database, settings)
    if stay is None:
        kept = FormMultiDict([("message", typed)]) if typed and isinstance(typed, str) else typed
        return ask_again(request, database, settings, kept or None)
    try:
        return do(stay)
    except Unreadable:
        return page(request, "intake/shut.html", status=409)
