"""Pages."""

from typing import Any

from litestar import Router

from casework.cases.routes.entry import ENTRY

from . import (
    asking,
    case_holds,
    disclosing,
    disclosures,
    hold_notices,
    holds,
    keeping_on,
    redaction,
    retention,
    review_moving,
    reviews,
    schedule,
)
from .hold_doing import HOLD
from .review_entry import REVIEW

ROUTES: list[Any] = [
    Router(
        "/",
        route_handlers=[
            *asking.ROUTES,
            *disclosures.ROUTES,
            *disclosing.ROUTES,
            *case_holds.ROUTES,
            *redaction.ROUTES,
            *keeping_on.ROUTES,
        ],
        dependencies=ENTRY,
    ),
    Router("/", route_handlers=holds.OF_ONE, dependencies=HOLD),
    Router("/", route_handlers=[*reviews.ROUTES, *review_moving.ROUTES], dependencies=REVIEW),
    *reviews.HANDLERS,
    *holds.HANDLERS,
    *hold_notices.HANDLERS,
    *retention.HANDLERS,
    *schedule.HANDLERS,
]
