"""A second processor for sealing to many: HPKE keeps the interpreter to itself, so of two threads one would wait.

The child gets public halves, contexts and new keys through a pipe, which nobody else can open, and is gone when that is
closed. Whatever becomes of it, what it did not do is done here.
"""

import io
import logging
import os
import resource
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from types import TracebackType
from typing import IO, Self

from casework import alone

from . import hpke

log = logging.getLogger("casework")
MANY, PATIENCE = 200, 60
"""From so many on it is worth the way there and back; seconds that its half may take."""
Sealing = Callable[[Sequence[hpke.Wish]], list[bytes]]
"""As `hpke.encrypt_each` does it."""


class Second:
    """Begun when it is first needed, and ended with the block."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None
        self._alone = len(os.sched_getaffinity(0)) < 2

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, type_: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def encrypt_each(self, wishes: Sequence[hpke.Wish]) -> list[bytes]:
        """Half of them there while the other half is done here."""
        half = len(wishes) // 2
        if len(wishes) < MANY or self._alone or not self._ask(wishes[half:]):
            return hpke.encrypt_each(wishes)
        mine = hpke.encrypt_each(wishes[:half])
        theirs = self._answer(len(wishes) - half)
        return mine + (theirs or hpke.encrypt_each(wishes[half:]))

    def _ask(self, wishes: Sequence[hpke.Wish]) -> bool:
        try:
            self._child = self._child or _begin()
            assert self._child.stdin is not None
            _write(self._child.stdin, (part for wish in wishes for part in wish))
        except OSError as gone:
            self._lose(gone)
            return False
        return True

    def _answer(self, count: int) -> list[bytes]:
        """Nothing where it did not come."""
        assert self._child is not None
        assert self._child.stdout is not None
        watchdog = threading.Timer(PATIENCE, self._child.kill)
        watchdog.daemon = True
        watchdog.start()
        try:
            found = _read(self._child.stdout)
            if found is None or len(found) != count:
                raise OSError("no whole answer")
        except OSError as gone:
            self._lose(gone)
            return []
        finally:
            watchdog.cancel()
        return found

    def _lose(self, why: OSError) -> None:
        log.error("sealing goes on with one processor: %s", why)
        self._alone = True
        self._end()

    def _end(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child.communicate()
            self._child = None


def _begin() -> "subprocess.Popen[bytes]":
    return alone.begin("casework.vault.second")


def _write(pipe: IO[bytes], parts: Iterable[bytes]) -> None:
    data = b"".join(len(part).to_bytes(4) + part for part in parts)
    pipe.write(len(data).to_bytes(8) + data)
    pipe.flush()


def _read(pipe: IO[bytes]) -> list[bytes] | None:
    """The parts that the other side wrote together; None where it stopped before their end."""
    size = int.from_bytes(pipe.read(8))
    data = io.BytesIO(pipe.read(size))
    found = []
    while head := data.read(4):
        found.append(data.read(int.from_bytes(head)))
    return found if size and data.tell() == size else None


def main() -> None:
    """The child: as long as somebody asks."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    while (parts := _read(sys.stdin.buffer)) is not None:
        wishes = list(zip(parts[::3], parts[1::3], parts[2::3], strict=True))
        _write(sys.stdout.buffer, hpke.encrypt_each(wishes))


if __name__ == "__main__":
    main()
