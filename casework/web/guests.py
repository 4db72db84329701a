"""Whoever came in with a receipt, a code or a link: known for half an hour by a cookie of that door's own."""

from dataclasses import dataclass
from typing import Any

from litestar import Request, Response

from casework.db import Database, utc_now
from casework.people import Actor, guests
from casework.settings import Settings

from . import cookies


@dataclass(frozen=True, slots=True)
class Door:
    """`use`: what a stay is for (`people.guests`); it opens at no other door. `cookie`: its name."""

    use: str
    cookie: str

    def guest(self, request: Request[Any, Any, Any], database: Database, settings: Settings) -> Actor | None:
        """Who came in, while their half hour lasts; the actor's holder has their key."""
        cookie = request.cookies.get(cookies.name(settings.origin, self.cookie))
        return guests.find(database, cookie, self.use, utc_now()) if cookie else None

    def let_in(self, answer: Response[Any], settings: Settings, cookie: str) -> None:
        """`cookie`: what `people.guests.begin` answered."""
        cookies.put(answer, settings.origin, cookie, self.cookie)

    def leave(
        self, request: Request[Any, Any, Any], answer: Response[Any], database: Database, settings: Settings
    ) -> None:
        """The cookie and what it opened."""
        cookie = request.cookies.get(cookies.name(settings.origin, self.cookie))
        if cookie:
            with database.transaction() as db:
                guests.end(db, cookie)
        cookies.drop(answer, settings.origin, self.cookie)
