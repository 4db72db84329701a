"""Addresses of cases are nouns. Handlers read, call one verb, and answer."""

from typing import Any

from litestar import Router

from . import (
    allegations,
    case,
    course,
    direction,
    findings,
    giving,
    identity,
    letting_in,
    listing,
    measures,
    members,
    messages,
    notes,
    opening,
    originals,
    papers,
    parties,
    privilege,
    rekeying,
    restriction,
    statements,
    steps,
    walls,
)
from .entry import ENTRY

ROUTES: list[Any] = [
    Router(
        "/",
        route_handlers=[
            *case.ROUTES,
            *listing.ROUTES,
            *opening.ROUTES,
            *walls.ROUTES,
            *identity.ROUTES,
            *notes.ROUTES,
            *messages.ROUTES,
            *papers.ROUTES,
            *originals.ROUTES,
            *parties.ROUTES,
            *giving.ROUTES,
            *letting_in.ROUTES,
            *allegations.ROUTES,
            *findings.ROUTES,
            *measures.ROUTES,
            *members.ROUTES,
            *rekeying.ROUTES,
            *direction.ROUTES,
            *privilege.ROUTES,
            *restriction.ROUTES,
            *steps.ROUTES,
            *course.ROUTES,
            *statements.ROUTES,
        ],
        dependencies=ENTRY,
    )
]
