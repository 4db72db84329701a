"""At the door, before routing and before the body is read: HEAD, and where a change comes from."""

from collections.abc import Awaitable, Callable
from typing import Any

from litestar.datastructures import Headers
from litestar.enums import HttpMethod
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from . import machines

SAFE = frozenset({"GET", "OPTIONS"})
Refuse = Callable[[Any, Receive, Send], Awaitable[None]]


def from_here(headers: Headers, origin: str) -> bool:
    """Whether the browser says that a page of ours sent this. Where it says nothing at all, it is refused."""
    said = headers.get("origin")
    site = headers.get("sec-fetch-site")
    if said is None and site is None:
        return False
    return said in (None, origin) and site in (None, "same-origin")


class Door:
    """Stands round the whole application."""

    def __init__(self, app: ASGIApp, origin: str, refuse: Refuse) -> None:
        self.app, self.origin, self.refuse = app, origin, refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        method = str(scope.get("method", "GET"))
        if method == "HEAD":
            scope["method"] = HttpMethod.GET  # type: ignore[typeddict-unknown-key]
            await self.app(scope, receive, _without_body(send))
        elif method not in SAFE and not self._may(scope):
            await self.refuse(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def _may(self, scope: Scope) -> bool:
        return machines.is_theirs(str(scope.get("path", ""))) or from_here(Headers.from_scope(scope), self.origin)


def _without_body(send: Send) -> Send:
    async def headers_only(message: Message) -> None:
        if message["type"] == "http.response.body":
            message["body"] = b""
        await send(message)

    return headers_only
