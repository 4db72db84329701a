"""What every page of somebody who came back shares."""

from collections.abc import Callable
from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency

from casework.db import Database
from casework.intake.actions.stays import Stay
from casework.intake.queries import dialogue, place
from casework.intake.queries.dialogue import Own
from casework.settings import Settings
from casework.web.page import page

from . import staying
from .follow import receipt_field

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
    return page(request, f"intake/{name}.html", status=status, own=own, here=here, zone=here.zone, **more)


def as_reporter(
    request: Browser, database: Database, settings: Settings, do: Callable[[Stay], Response[Any]]
) -> Response[Any]:
    stay = staying.staying(request, database, settings)
    return receipt_field(request, database) if stay is None else do(stay)
