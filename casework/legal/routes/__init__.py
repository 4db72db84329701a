"""Pages."""

from typing import Any

from litestar import Router

from casework.cases.routes.entry import ENTRY

from . import (
    asking,
    case_holds,
    chronology,
    disclosing,
    disclosures,
    exporting,
    exports,
    hold_notices,
    holds,
    keeping_on,
    marking,
    notices,
    proceedings,
    redaction,
    request_colleagues,
    requesting,
    requests,
    retention,
    review_moving,
    reviews,
    schedule,
)
from .hold_doing import HOLD
from .request_doing import REQUEST
from .review_entry import REVIEW

ROUTES: list[Any] = [
    Router(
        "/",
        route_handlers=[
            *asking.ROUTES,
            *marking.ROUTES,
            *disclosures.ROUTES,
            *disclosing.ROUTES,
            *notices.ROUTES,
            *case_holds.ROUTES,
            *proceedings.ROUTES,
            *redaction.ROUTES,
            *exporting.ROUTES,
            *chronology.ROUTES,
            *keeping_on.ROUTES,
        ],
        dependencies=ENTRY,
    ),
    Router("/", route_handlers=holds.OF_ONE, dependencies=HOLD.provided()),
    Router("/", route_handlers=[*reviews.ROUTES, *review_moving.ROUTES], dependencies=REVIEW),
    Router("/", route_handlers=[*requests.OF_REQUEST, *requesting.ROUTES], dependencies=REQUEST.provided()),
    *requests.ALL,
    *request_colleagues.HANDLERS,
    *reviews.HANDLERS,
    *holds.HANDLERS,
    *hold_notices.HANDLERS,
    *exports.HANDLERS,
    *retention.HANDLERS,
    *schedule.HANDLERS,
]
