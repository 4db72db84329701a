"""Coming back with a receipt of a referral: slowed when it is guessed at, told nothing when it is wrong."""

from typing import Any

from litestar import Request
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency

from casework.db import Database
from casework.people import Actor
from casework.settings import Settings
from casework.web.guesses import Guesses
from casework.web.guests import Door

Browser = Request[Any, Any, Any]
Data = NamedDependency[Database]
Set = NamedDependency[Settings]
Typing = NamedDependency[FormMultiDict]
PUBLIC = {"public": True}
USE = "support"
DOOR = Door(USE, "casework-support")
guesses = Guesses()


def guest(request: Browser, database: Database, settings: Settings) -> Actor | None:
    """Who came back, while their half hour lasts: a party of a referral."""
    return DOOR.guest(request, database, settings)
