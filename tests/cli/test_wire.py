"""What comes over a connection reaches the request that it belongs to, whole, however it is cut."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
import uvicorn
from uvicorn.server import ServerState

from casework.cli import wire
from casework.cli.wire import Wire
from casework.web.straight import offered

HEAD = b"POST /%s HTTP/1.1\r\nHost: x\r\n%s\r\n\r\n"
TINY, MANY = b"1\r\nx\r\n", 3_000


class Line(asyncio.Transport):
    """The other end: what was answered, and whether it was hung up on."""

    def __init__(self) -> None:
        super().__init__()
        self.answered, self.closed = b"", False

    def write(self, data: Any) -> None:
        self.answered += bytes(data)

    def close(self) -> None:
        self.closed = True

    def is_closing(self) -> bool:
        return self.closed

    def abort(self) -> None:
        self.closed = True

    def pause_reading(self) -> None: ...
    def resume_reading(self) -> None: ...


class Heard:
    """By path, what came the ordinary way and what was handed on; the last word of each request."""

    def __init__(self) -> None:
        self.read: dict[str, bytes] = {}
        self.taken: dict[str, bytes] = {}
        self.end: dict[str, str] = {}
        self.line = Line()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        path, straight = scope["path"], offered(scope)

        def take(piece: bytes) -> bytes:
            self.taken[path] = self.taken.get(path, b"") + piece
            return b""

        more = True
        while more:
            straight.take = take if path == "/straight" else None
            said = await receive()
            straight.take = None
            self.end[path] = said["type"]
            self.read[path] = self.read.get(path, b"") + said.get("body", b"")
            more = said.get("more_body", False)
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body"})


def _spoken(*said: bytes, hangs_up: bool = False) -> tuple[Heard, Line]:
    heard = Heard()
    line = heard.line

    async def speak() -> None:
        wire = Wire(
            config=uvicorn.Config(heard, ws="none", log_level="critical"), server_state=ServerState(), app_state={}
        )
        wire.connection_made(line)
        for piece in said:
            wire.get_buffer(-1)[: len(piece)] = piece
            wire.buffer_updated(len(piece))
            await asyncio.sleep(0)
        if hangs_up:
            wire.connection_lost(None)
        for _ in range(30):
            await asyncio.sleep(0)

    asyncio.run(speak())
    return heard, line


def test_what_belongs_to_the_next_request_is_not_handed_to_the_one_before() -> None:
    """Sent behind it on the same connection, before it is answered."""
    one, other = HEAD % (b"straight", b"Content-Length: 6"), HEAD % (b"next", b"Content-Length: 6")
    heard, line = _spoken(one + b"one", b"two" + other + b"thr", b"ee!")
    assert heard.taken == {"/straight": b"two"}
    assert heard.read == {"/straight": b"one", "/next": b"three!"}
    assert line.answered.count(b"204") == 2


def test_a_body_in_thousands_of_pieces_is_whole_and_not_copied_for_each(monkeypatch: pytest.MonkeyPatch) -> None:
    kinds: set[type] = set()
    real: Callable[..., None] = Wire.buffer_updated

    def updated(wire: Any, count: int) -> None:
        real(wire, count)
        kinds.add(type(wire._server.cycle.body))

    monkeypatch.setattr(Wire, "buffer_updated", updated)
    heard, _ = _spoken(HEAD % (b"ordinary", b"Transfer-Encoding: chunked"), TINY * MANY, b"0\r\n\r\n")
    assert heard.read == {"/ordinary": b"x" * MANY}
    assert kinds == {bytearray}


@pytest.mark.parametrize(
    "length", [b"Content-Length: 3\r\nTransfer-Encoding: chunked", b"Content-Length: 3\r\nContent-Length: 4"]
)
def test_two_lengths_are_none(length: bytes) -> None:
    heard, line = _spoken(HEAD % (b"straight", length) + b"3\r\none\r\n0\r\n\r\n")
    assert (heard.read, heard.taken) == ({}, {})
    assert line.answered.startswith(b"HTTP/1.1 400")
    assert line.closed


def test_whoever_hangs_up_half_way_has_sent_no_whole_body() -> None:
    heard, _ = _spoken(HEAD % (b"straight", b"Content-Length: 9"), b"half", hangs_up=True)
    assert heard.taken == {"/straight": b"half"}
    assert heard.end == {"/straight": "http.disconnect"}


@pytest.mark.parametrize("said", [b"", b"GET / HT", HEAD % (b"straight", b"Content-Length: 9") + b"half"])
def test_whoever_goes_silent_half_way_is_not_waited_for(monkeypatch: pytest.MonkeyPatch, said: bytes) -> None:
    monkeypatch.setattr(wire, "SILENCE", 0.0)
    assert _spoken(said)[1].closed


def test_whoever_has_said_all_is_answered_however_long_it_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "SILENCE", 0.0)
    closed: list[bool] = []

    async def slow(heard: Heard, scope: Any, receive: Any, send: Any) -> None:
        for _ in range(20):
            await asyncio.sleep(0)
        closed.append(heard.line.closed)

    monkeypatch.setattr(Heard, "__call__", slow)
    _spoken(HEAD % (b"slow", b"Content-Length: 3") + b"all")
    assert closed == [False]
