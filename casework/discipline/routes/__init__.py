"""Pages."""

from typing import Any

from litestar import Router

from casework.cases.routes.entry import ENTRY

from . import comparators

ROUTES: list[Any] = [
    Router(
        "/",
        route_handlers=[
            *comparators.ROUTES,
        ],
        dependencies=ENTRY,
    ),
]
