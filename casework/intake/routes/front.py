"""The front door, and the way out."""

from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.response import Redirect

from casework.cases.queries import offer
from casework.db import Database
from casework.people import place
from casework.web.page import page

PUBLIC = {"public": True}
ELSEWHERE = "https://www.wikipedia.org/"
"""Where “Leave this page” leads: a page that anybody might be reading."""


@get("/", sync_to_thread=True, opt=PUBLIC)
def front(request: Request[Any, Any, Any], database: NamedDependency[Database]) -> Response[str]:
    with database.reading() as db:
        here, usual = place.of(db), offer.of(db, "unsure", 0)
    return page(request, "intake/front.html", here=here, offer=usual)


@get("/leave", sync_to_thread=False, opt=PUBLIC)
def leave() -> Redirect:
    """Away at once; nothing of where somebody came from goes along."""
    return Redirect(ELSEWHERE, status_code=303, headers={"Referrer-Policy": "no-referrer", "Cache-Control": "no-store"})
