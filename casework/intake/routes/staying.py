"""Coming back with a receipt: slowed when it is guessed at, told nothing when it is wrong, never turned away."""

from typing import Any

from litestar import Request, Response

from casework.db import Database
from casework.intake.actions import stays
from casework.intake.actions.stays import Stay
from casework.settings import Settings
from casework.web import cookies
from casework.web.guesses import Guesses
from casework.web.guests import Door

DOOR = Door(stays.USE, "casework-follow")
LINK = "casework-link"
QUIET = {"Referrer-Policy": "strict-origin"}
"""Where somebody goes from a link is not told which one it was."""
guesses = Guesses()


def staying(request: Request[Any, Any, Any], database: Database, settings: Settings) -> Stay | None:
    """Who came back, while their half hour lasts."""
    return stays.of(database, DOOR.guest(request, database, settings))


def keep_link(answer: Response[Any], settings: Settings, token: str) -> None:
    """Which link they came by, so that the code is asked for there once the half hour is over. Half of two: it opens
    nothing, and stands in their browser's history beside it."""
    cookies.put(answer, settings.origin, token, LINK)


def link(request: Request[Any, Any, Any], settings: Settings) -> str:
    return request.cookies.get(cookies.name(settings.origin, LINK)) or ""


def forget_link(answer: Response[Any], settings: Settings) -> None:
    cookies.drop(answer, settings.origin, LINK)
