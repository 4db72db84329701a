"""A body handed on where it is read, with no change of tasks and no pause of the connection from piece to piece.

The server offers it with the request; whoever reads a body says `take` for as long as nothing else of it is under way.
Where the server offers nothing, the body comes as any other.
"""

from collections.abc import Callable
from typing import Any, cast

from litestar.types import Scope

NAME = "casework.straight"


class Straight:
    """`take`: what it leaves of a piece goes on the ordinary way, behind which nothing is handed on until it came."""

    __slots__ = ("take",)

    def __init__(self) -> None:
        self.take: Callable[[bytes], bytes] | None = None


def offered(scope: Scope) -> Straight:
    """What the server offers; or one that nobody hands anything to."""
    extensions = cast("dict[str, Any]", scope.get("extensions") or {})
    found = extensions.get(NAME)
    return found if isinstance(found, Straight) else Straight()
