"""What is remembered of a file that streams past: its head, its tail and one stretch that the head points to."""

import io
from collections import deque

HEAD = 256 * 1024
TAIL = 192 * 1024
STRETCH = 64 * 1024


class Hole(OSError):
    """A parser asked for bytes that were not kept."""


class Peek:
    """Bounded memory, whatever the size of the file."""

    def __init__(self) -> None:
        self.size = 0
        self.head = bytearray()
        self._last: deque[bytes] = deque()
        self._held = 0
        self._wanted = -1
        self._stretch = bytearray()

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes."""
        if len(self.head) < HEAD:
            self.head += chunk[: HEAD - len(self.head)]
        self._catch(chunk)
        self._last.append(chunk if len(chunk) < 2 * TAIL else chunk[-TAIL:])  # a copy only where it saves much
        self._held += len(self._last[-1])
        while self._held - len(self._last[0]) >= TAIL:
            self._held -= len(self._last.popleft())
        self.size += len(chunk)

    def want(self, start: int) -> None:
        """Keep the stretch from `start` on; call before it has passed."""
        if start >= len(self.head):
            self._wanted = start

    def _catch(self, chunk: bytes) -> None:
        need = self._wanted + len(self._stretch)
        if self._wanted >= 0 and len(self._stretch) < STRETCH and self.size <= need < self.size + len(chunk):
            self._stretch += chunk[need - self.size :][: STRETCH - len(self._stretch)]

    def parts(self) -> list[tuple[int, bytes]]:
        """What is held, as (start, bytes)."""
        tail = b"".join(self._last)
        found = [(0, bytes(self.head)), (self.size - len(tail), tail)]
        return [*found, (self._wanted, bytes(self._stretch))] if self._stretch else found

    def file(self) -> "Sparse":
        """A file for parsers: Hole is raised where nothing was kept."""
        return Sparse(self.size, self.parts())


class Sparse(io.RawIOBase):
    """A read-only file with holes."""

    def __init__(self, size: int, parts: list[tuple[int, bytes]]) -> None:
        super().__init__()
        self._size, self._parts, self._at = size, parts, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        if base + offset < 0:
            raise OSError("before the beginning")
        self._at = base + offset
        return self._at

    def read(self, size: int = -1) -> bytes:
        end = self._size if size < 0 else min(self._size, self._at + size)
        if self._at >= end:
            return b""
        for start, held in self._parts:
            if start <= self._at and end <= start + len(held):
                found = held[self._at - start : end - start]
                self._at = end
                return found
        raise Hole("not kept")
