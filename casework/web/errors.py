"""What goes wrong, said in plain words. Nothing of what was typed or sealed reaches a log or an error page."""

import logging
import traceback
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from litestar import Request, Response
from litestar.exceptions import HTTPException
from litestar.types import ExceptionHandlersMap
from sqlalchemy.exc import DataError, OperationalError

from casework.db import Busy
from casework.files import StoreFull
from casework.settings import N_, Said
from casework.vault import Unreadable

from . import machines
from .page import Surroundings, answer, render

HUNG_UP = "client disconnected prematurely"
"""What the framework says where somebody went away while they sent: no fault of ours, and nobody reads the answer."""
log = logging.getLogger("casework")


@dataclass(frozen=True, slots=True)
class Trouble:
    """What an error page says: what happened, and what to do now."""

    title: str
    what: str
    now: str


TROUBLES = {
    400: Trouble(
        N_("That could not be read"),
        N_("What the browser sent is not complete, or not in a form we know. Nothing was saved."),
        N_("Go back, load the page again, and try once more."),
    ),
    403: Trouble(
        N_("This is not yours to do"),
        N_("You may know that this exists, but doing it takes another role. Nothing was changed."),
        N_("If you think that you should be able to, ask a lead."),
    ),
    404: Trouble(
        N_("There is nothing here for you"),
        N_(
            "Either there is no such page, or it is not one that you can open. "
            "We say the same in both cases, so that an address tells nobody anything."
        ),
        N_("If someone sent you here, ask them to check the address, or to add you."),
    ),
    405: Trouble(
        N_("That does not work here"),
        N_("The page exists, but not for what the browser asked of it. Nothing was changed."),
        N_("Go back and use the buttons of the page."),
    ),
    409: Trouble(
        N_("Not possible as things stand"),
        N_("It may have changed while you were looking at it. Nothing was saved."),
        N_("Go back, load the page again, and look at what it says now."),
    ),
    413: Trouble(
        N_("That is too much at once"),
        N_("What was sent is larger than this page takes. Nothing of it was kept."),
        N_("Go back and send less at a time, or a smaller file."),
    ),
    422: Trouble(
        N_("Something in the form is not right"),
        N_("What was sent cannot be used as it is. Nothing was saved."),
        N_("Go back, look at the form again, and send it once more."),
    ),
    429: Trouble(
        N_("Too many tries just now"),
        N_("So many came from one place that we wait a moment. It is not about what you wrote."),
        N_("Wait a minute, then try again. Nothing that you sent before is lost."),
    ),
    500: Trouble(
        N_("Something went wrong on our side"),
        N_("It was not you. What you last sent may not have been saved."),
        N_("Go back: what you typed is often still there. Try again; if it stays so, tell who runs this installation."),
    ),
    503: Trouble(
        N_("Too busy just now"),
        N_("It could not be done in time, so nothing was saved."),
        N_("Go back: what you typed is often still there. Wait a moment and send it again."),
    ),
}
ELSEWHERE = Trouble(
    N_("This came from somewhere else"),
    N_("The browser did not say that one of our own pages sent this, so it was not taken. Nothing was saved."),
    N_("Open the page from here, not from a mail or another site, and try again. A very old browser may not work."),
)
NOT_SAVED = Trouble(
    TROUBLES[404].title,
    TROUBLES[404].what,
    N_("Nothing of what was sent was saved. If you could open it until now, ask a lead before you write it anew."),
)
"""For what was sent to an address that is not there, or no longer for whoever sent it."""
DAMAGED = Trouble(
    N_("Something here is damaged"),
    N_("A key or a line that this needs was lost, or changed outside Casework. Nothing was saved."),
    N_("Go back: what you typed is often still there. Tell who runs this installation: it is noted what it was."),
)


def trouble(
    request: Request[Any, Any, Any], status: int, said: Trouble | None = None, reasons: Iterable[str | Said] = ()
) -> Response[str]:
    """An error page: no user, no menu, and nothing that depends on who asks or what for. To a program its number."""
    if machines.is_theirs(str(request.scope["path"])):
        return machines.trouble(status)
    near: Surroundings = request.app.state.get("surroundings") or Surroundings()
    around = {"demo": near.demo, "organisation": "Casework", "zone": "UTC"}
    if status == 404 and request.method == "POST":
        said = said or NOT_SAVED
    what = said or TROUBLES.get(status) or TROUBLES[400 if status < 500 else 500]
    return answer(request, render("errors/trouble.html", around, trouble=what, reasons=list(reasons)), status)


def of_http(request: Request[Any, Any, Any], error: HTTPException) -> Response[str]:
    """What the framework and the handlers raise: its number says all; its detail may hold what was typed."""
    if error.status_code >= 500 and error.detail != HUNG_UP:
        _log(request, error)
    answered = trouble(request, error.status_code)
    if error.status_code == 405:
        answered.headers["Allow"] = ", ".join(_allowed(request))
    if after := (error.headers or {}).get("Retry-After"):
        answered.headers["Retry-After"] = after
    return answered


def _allowed(request: Request[Any, Any, Any]) -> list[str]:
    """The framework does not say what would have been right; asking its router does."""
    right = []
    for method in ("GET", "POST", "PUT", "DELETE"):
        with suppress(HTTPException):
            request.app.asgi_router.handle_routing(path=request.scope["path"], method=method)
            right.append(method)
    return right


def of_forbidden(request: Request[Any, Any, Any], error: Exception) -> Response[str]:
    """An insider without the authority: 403, with the rule's own reason."""
    return trouble(request, 403, reasons=_reasons(error))


def of_hidden(request: Request[Any, Any, Any], _error: Exception) -> Response[str]:
    """The same answer as for an address that never was."""
    return trouble(request, 404)


def of_number(request: Request[Any, Any, Any], error: Exception) -> Response[str]:
    """A number out of an address or a form that no id can be names nothing here. Another fault of a value is ours."""
    by_driver = type(getattr(error, "orig", None)).__name__ == "NumericValueOutOfRange"  # loaded with PostgreSQL alone
    return trouble(request, 404) if by_driver or isinstance(error, OverflowError) else of_anything(request, error)


def of_conflict(request: Request[Any, Any, Any], error: Exception) -> Response[str]:
    """A step that is not possible from here: 409, with every reason."""
    return trouble(request, 409, reasons=_reasons(error))


def of_busy(request: Request[Any, Any, Any], error: Exception) -> Response[str]:
    """The database or the disk has no room or no time. Nothing is half done: it was one transaction."""
    _log(request, error)
    return trouble(request, 503)


def of_unreadable(request: Request[Any, Any, Any], error: Exception) -> Response[str]:
    """What was changed from outside is refused: trying again would change nothing. A key that somebody lost meanwhile
    is not meant."""
    _log(request, error)
    return trouble(request, 500, DAMAGED if type(error) is Unreadable else None)


def of_anything(request: Request[Any, Any, Any], error: Exception) -> Response[str]:
    _log(request, error)
    return trouble(request, 500)


def _reasons(error: Exception) -> list[str | Said]:
    return list(getattr(error, "reasons", None) or error.args[:1])


def _log(request: Request[Any, Any, Any], error: BaseException) -> None:
    """Class and place only: a message may quote a title, a statement its values, a path a receipt."""
    places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    template = request.scope.get("path_template") or "no route"
    log.error("%s at %s\n  %s", type(error).__qualname__, template, "\n  ".join(places[-12:]))


HANDLERS: ExceptionHandlersMap = {
    HTTPException: of_http,
    Busy: of_busy,
    OperationalError: of_busy,
    OverflowError: of_number,
    DataError: of_number,
    StoreFull: of_busy,
    Unreadable: of_unreadable,
    Exception: of_anything,
}
