"""A request's octets on their way from the socket to the application, copied as seldom as can be.

The event loop copies what it reads out of a place of its own, and the server copies every part of a body twice more. A
file of ten MiB took as long for that as for sealing it, and again for changing tasks at each piece.
"""

import asyncio
from typing import Any, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from casework.web.straight import NAME, Straight

ROOM = 256 << 10
"""Octets read at once: so many are still in the processor's own memory while they are sealed, and what is much larger
would come from fresh memory each time (`cli.memory`)."""
_place = memoryview(bytearray(ROOM))
"""What is in it was taken before anything else is read, by whichever connection."""
SILENCE = 60.0
"""Seconds after which nobody waits any more for the rest of a request: each that hangs has its place in memory."""


class Wire(asyncio.BufferedProtocol):
    """One connection: it is read into the common place, and the server's own protocol does the rest."""

    def __init__(self, **given: Any) -> None:
        self._server = _Server(**given)
        self._loop = asyncio.get_running_loop()
        self._heard = self._loop.time()
        self._look = self._loop.call_later(SILENCE, self._still_there)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._server.connection_made(cast("asyncio.Transport", transport))

    def connection_lost(self, exc: Exception | None) -> None:
        self._look.cancel()
        self._server.connection_lost(exc)

    def _still_there(self) -> None:
        """Whoever is waited for hangs up. Nobody is while they are answered, or while what came is dealt with."""
        now = self._loop.time()
        if not self._server.waits:
            self._heard = now
        elif now - self._heard >= SILENCE:
            self._server.transport.abort()
            return
        self._look = self._loop.call_at(self._heard + SILENCE, self._still_there)

    def get_buffer(self, sizehint: int) -> memoryview:  # noqa: ARG002 - the loop would read less
        return _place

    def buffer_updated(self, nbytes: int) -> None:
        self._heard = self._loop.time()
        with _place[:nbytes] as read:
            self._server.data_received(cast("bytes", read))

    def pause_writing(self) -> None:
        self._server.pause_writing()

    def resume_writing(self) -> None:
        self._server.resume_writing()


class _Server(HttpToolsProtocol):
    @property
    def waits(self) -> bool:
        """For more of a request, or for one to begin."""
        cycle = cast("RequestResponseCycle | None", self.cycle)  # None before the first
        return cycle is None or cycle.response_complete or (cycle.more_body and not self.flow.read_paused)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope["extensions"] = {NAME: Straight()}  # type: ignore[dict-item]

    def on_body(self, body: bytes) -> None:
        """Octets appended to none, and taken as octets, are the very same ones; a `bytearray` would copy both times.
        From the second piece on it is one: of a body in thousands of pieces each would copy all that came before it."""
        if not self.cycle.body:
            take = self.cycle.scope["extensions"][NAME].take  # type: ignore[attr-defined]
            if take is not None and not (body := take(body)):
                return
            self.cycle.body = b""  # type: ignore[assignment]
        elif not isinstance(self.cycle.body, bytearray):
            self.cycle.body = bytearray(self.cycle.body)  # type: ignore[unreachable]  # octets, from above
        super().on_body(body)
