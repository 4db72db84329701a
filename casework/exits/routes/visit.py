"""Who came: by the link, which is asked for with every page and needs no cookie, or by the code, which is typed once
and then known for half an hour by a cookie. A telephone that forgets its pages opens the link again and loses nothing;
a mail program's own browser may keep no cookies at all."""

from dataclasses import dataclass
from typing import Any

from litestar import Request, Response

from casework.db import Database, utc_now
from casework.exits.models import Exit, ExitGuest
from casework.exits.queries import guests
from casework.exits.spoken import preferred, speaker, spoken
from casework.people import Actor
from casework.people.guests import actor_of
from casework.settings import Settings
from casework.web.guesses import Guesses
from casework.web.guests import Door
from casework.web.page import page

DOOR = Door("exit", "casework-questions")
guesses = Guesses()
QUIET = {"Referrer-Policy": "strict-origin"}
"""Where somebody goes from here is not told which link they came by, not even to ourselves: a report that follows
would stand beside it in the log of whatever is in front."""

Asked = Request[Any, Any, Any]


@dataclass(frozen=True, slots=True)
class Visit:
    """`base`: where the pages of this leaver begin."""

    base: str
    guest: ExitGuest
    exit: Exit
    actor: Actor

    @property
    def questions(self) -> str:
        return f"{self.base}/questions"


def visit(request: Asked, database: Database, settings: Settings, token: str) -> Visit | None:
    """`token`: the link's; empty for who typed a code. None where neither opens anything any more, or the half hour is
    over."""
    now = utc_now()
    if token:
        with database.reading() as db:
            found = guests.by_link(db, token, now)
            if found is None:
                return None
            return Visit(f"/exit/{token}", found.guest, found.exit, actor_of(db, found.guest.id, found.private))
    actor = DOOR.guest(request, database, settings)
    if actor is None:
        return None
    with database.reading() as db:
        row = guests.by_id(db, actor.id, now)
    return Visit("/exit", *row, actor) if row is not None else None


def show(request: Asked, name: str, language: str, *, status: int = 200, **more: Any) -> Response[str]:
    """A page of the leaver's, in their language."""
    around = {"_": speaker(language), "language": language, "spoken": spoken(language)}
    return page(request, f"exits/{name}.html", status=status, headers=QUIET, **{**around, **more})


def wanted(request: Asked) -> list[str]:
    """Languages: the one that was chosen, then those that the browser asks for."""
    return [chosen for chosen in (request.query_params.get("speak", ""),) if chosen] + preferred(
        request.headers.get("accept-language", "")
    )
