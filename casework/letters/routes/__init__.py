"""Pages of letters: those of a case, and the words that they begin with."""

from typing import Any

from litestar import Router

from casework.cases.routes.entry import ENTRY

from . import handing, listing, templates, writing

ROUTES: list[Any] = [
    Router("/", route_handlers=[*listing.ROUTES, *writing.ROUTES, *handing.ROUTES], dependencies=ENTRY),
    *templates.ROUTES,
]
