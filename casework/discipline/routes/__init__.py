"""Pages."""

from typing import Any

from litestar import Router

from casework.cases.routes.entry import ENTRY

from . import aftercare, appeals, comparators, consultations, decisions, hearings, warnings

ROUTES: list[Any] = [
    Router(
        "/",
        route_handlers=[
            *aftercare.ROUTES,
            *appeals.ROUTES,
            *comparators.ROUTES,
            *consultations.ROUTES,
            *decisions.ROUTES,
            *hearings.ROUTES,
            *warnings.ROUTES,
        ],
        dependencies=ENTRY,
    ),
]
