"""What stands in the bar: the organisation's name, and the pages that are there and may ever be of use."""

import json
import time
from collections.abc import Callable, Sequence

from litestar import Litestar
from sqlalchemy import select

from casework.access import policy
from casework.db import Database
from casework.people import Actor
from casework.people.models import Setting

from .page import Entry

FRESH = 10.0
"""Seconds for which the organisation's name is remembered."""
UNNAMED = "Casework"


def name_of(database: Database) -> Callable[[], str]:
    """Its name from `/settings`, read again every few seconds so that all workers follow."""
    known = (UNNAMED, 0.0)

    def name() -> str:
        nonlocal known
        if time.monotonic() > known[1]:
            with database.reading() as db:
                value = db.scalar(select(Setting.value).where(Setting.name == "organisation"))
            known = ((json.loads(value) if value else "") or UNNAMED, time.monotonic() + FRESH)
        return known[0]

    return name


def menu_of(app: Litestar, entries: Sequence[Entry]) -> Callable[[Actor], list[Entry]]:
    """A line for each route that is there, and that the person's roles could ever open."""
    needs = {
        route.path: handler.opt.get("needs")
        for route in app.routes
        for handler in getattr(route, "route_handlers", ())
        if "GET" in handler.http_methods
    }
    shown = [entry for entry in entries if entry.path in needs]

    def menu(actor: Actor) -> list[Entry]:
        return [entry for entry in shown if not (need := needs[entry.path]) or policy.may_ever(actor, need)]

    return menu
