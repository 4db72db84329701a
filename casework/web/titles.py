"""What the form at an address calls itself: the words beside its route, where there are any."""

import re
from collections.abc import Callable

from litestar import Litestar


def titles_of(app: Litestar) -> Callable[[str], str]:
    """For forms that are sent; "" where the route says nothing."""
    said = [
        (re.compile(re.sub(r"\{[^}]+\}", "[^/]+", route.path_format)), str(handler.opt["title"]))
        for route in app.routes
        for handler in getattr(route, "route_handlers", ())
        if "POST" in handler.http_methods and "title" in handler.opt
    ]

    def title(path: str) -> str:
        return next((words for pattern, words in said if pattern.fullmatch(path)), "")

    return title
