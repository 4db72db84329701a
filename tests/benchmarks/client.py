"""Requests over plain sockets on loopback, each on a connection of its own, timed from connecting to the last byte."""

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from statistics import median
from urllib.parse import urlencode

PIECE = 1 << 18
ROOM = 16 << 20
"""Octets of the largest answer: each thread has such a place, used again and again, for fresh memory takes time."""
_OWN = threading.local()
TIMEOUT = 60.0
BOUNDARY = "a-line-that-no-file-has"


@dataclass(frozen=True, slots=True)
class Answer:
    """`wire`: every byte that came, head included."""

    status: int
    head: str
    body: bytes
    wire: int
    seconds: float

    @property
    def text(self) -> str:
        packed = "content-encoding: gzip" in self.head.lower()
        return (gzip.decompress(self.body) if packed else self.body).decode()


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds of each request that succeeded, and how many did not."""

    seconds: Sequence[float]
    failed: int
    took: float

    @property
    def p50(self) -> float:
        return median(self.seconds)

    @property
    def p95(self) -> float:
        return sorted(self.seconds)[int(len(self.seconds) * 0.95)]

    @property
    def rate(self) -> float:
        return len(self.seconds) / self.took


class Client:
    """One browser, as far as a server can tell."""

    def __init__(self, port: int, cookie: str = "") -> None:
        self.port = port
        self.cookie = cookie

    def get(self, path: str) -> Answer:
        return self._send(self._head("GET", path), b"")

    def post(self, path: str, fields: Mapping[str, str | Sequence[str]]) -> Answer:
        body = urlencode(fields, doseq=True).encode()
        return self._send(self._head("POST", path, len(body), "application/x-www-form-urlencoded"), body)

    def post_parts(self, path: str, body: bytes) -> Answer:
        """A multipart form made by `parts`."""
        kind = f"multipart/form-data; boundary={BOUNDARY}"
        return self._send(self._head("POST", path, len(body), kind), body)

    def stream(self, path: str, size: int, pieces: Iterable[bytes]) -> Answer:
        """The same for a body too large to hold."""
        head = self._head("POST", path, size, f"multipart/form-data; boundary={BOUNDARY}")
        return self._send(head, b"", pieces)

    def _head(self, method: str, path: str, size: int | None = None, kind: str = "") -> bytes:
        lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", "Connection: close"]
        lines += ["Accept-Encoding: gzip", "User-Agent: benchmark"]
        if self.cookie:
            lines.append(f"Cookie: casework={self.cookie}")
        if size is not None:
            lines += [f"Content-Length: {size}", f"Content-Type: {kind}"]
            lines += [f"Origin: http://127.0.0.1:{self.port}", "Sec-Fetch-Site: same-origin"]
        return "\r\n".join([*lines, "", ""]).encode()

    def _send(self, head: bytes, body: bytes, pieces: Iterable[bytes] = ()) -> Answer:
        begun = time.perf_counter()
        with socket.create_connection(("127.0.0.1", self.port), TIMEOUT) as wire:
            wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            wire.sendall(head + body if len(body) < PIECE else head)
            if len(body) >= PIECE:
                wire.sendall(body)
            for piece in pieces:
                wire.sendall(piece)
            came, place = 0, _place()
            while size := wire.recv_into(place[came:]):
                came += size
        seconds = time.perf_counter() - begun
        top, _, rest = bytes(place[:came]).partition(b"\r\n\r\n")
        said = top.decode("latin-1")
        return Answer(int(said.split(" ", 2)[1]), said, rest, came, seconds)


def _place() -> memoryview:
    if not hasattr(_OWN, "place"):
        _OWN.place = memoryview(bytearray(ROOM))
    place: memoryview = _OWN.place
    return place


def parts(fields: Mapping[str, str], file: tuple[str, str, bytes] | None = None) -> bytes:
    """A multipart body; `file`: field, file name, content."""
    out = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ]
    body = "".join(out).encode()
    if file is not None:
        field, name, content = file
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
        body += f"{head}Content-Type: application/octet-stream\r\n\r\n".encode() + content + b"\r\n"
    return body + f"--{BOUNDARY}--\r\n".encode()


def timed(ask: Callable[[int], Answer], count: int, *, at_once: int = 1, expect: int = 200) -> Times:
    """So many requests, so many at a time. Any other answer, or none, is a failure."""

    def one(number: int) -> float | None:
        try:
            answer = ask(number)
        except OSError:
            return None
        return answer.seconds if answer.status == expect else None

    begun = time.perf_counter()
    if at_once == 1:
        found = [one(number) for number in range(count)]
    else:
        with ThreadPoolExecutor(at_once) as pool:
            found = list(pool.map(one, range(count)))
    took = time.perf_counter() - begun
    good = [seconds for seconds in found if seconds is not None]
    return Times(good or [float("inf")], len(found) - len(good), took)
