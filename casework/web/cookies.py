"""Cookies: bound to this host where the installation is reached by https, never readable by a script."""

from typing import Any

from litestar import Response
from litestar.datastructures import Cookie

SESSION = "casework"


def name(origin: str, of: str = SESSION) -> str:
    """`__Host-` makes a browser refuse it from anywhere but this very host. Plain http (a demo) cannot have it."""
    return f"__Host-{of}" if origin.startswith("https://") else of


def put(answer: Response[Any], origin: str, value: str, of: str = SESSION) -> None:
    """Until the browser is closed; how long it counts for is the server's business."""
    answer.set_cookie(_cookie(origin, of, value))


def drop(answer: Response[Any], origin: str, of: str = SESSION) -> None:
    gone = _cookie(origin, of, "")
    gone.max_age = 0
    answer.set_cookie(gone)


def _cookie(origin: str, of: str, value: str) -> Cookie:
    secure = origin.startswith("https://")
    return Cookie(key=name(origin, of), value=value, path="/", secure=secure, httponly=True, samesite="lax")
