"""Coming back with a receipt: slowed when it is guessed at, told nothing when it is wrong, never turned away."""

from typing import Any

from litestar import Request

from casework.db import Database
from casework.intake.actions import stays
from casework.intake.actions.stays import Stay
from casework.settings import Settings
from casework.web.guesses import Guesses
from casework.web.guests import Door

DOOR = Door(stays.USE, "casework-follow")
guesses = Guesses()


def staying(request: Request[Any, Any, Any], database: Database, settings: Settings) -> Stay | None:
    """Who came back, while their half hour lasts."""
    return stays.of(database, DOOR.guest(request, database, settings))
