"""Pages."""

from typing import Any

from litestar import Router

from . import (
    checklist,
    colleagues,
    concern,
    door,
    figures,
    inviting,
    letters,
    listing,
    planning,
    questionnaires,
    questions,
    retention,
    show,
    speaking,
    steps,
)
from .entry import ENTRY

ROUTES: list[Any] = [
    *door.HANDLERS,
    *questions.HANDLERS,
    *concern.HANDLERS,
    *questionnaires.HANDLERS,
    *figures.HANDLERS,
    *retention.HANDLERS,
    Router(
        "/",
        route_handlers=[
            *listing.HANDLERS,
            *planning.HANDLERS,
            *colleagues.HANDLERS,
            *show.HANDLERS,
            *checklist.ROUTES,
            *letters.ROUTES,
            *inviting.HANDLERS,
            *speaking.HANDLERS,
            *steps.HANDLERS,
        ],
        dependencies=ENTRY,
    ),
]
