"""Writing round the page cache: sealed bytes go to the disk in large pieces, and nothing of them lingers in memory.

Fresh pages of the cache cost four times what the disk does for a file that nobody reads back soon. Whatever may wait
for the disk is done in threads: while a file is begun, and while the disk takes one piece, the next ones are filled.
"""

import contextlib
import errno
import fcntl
import mmap
import os
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")

PIECE, SPARE = 3 << 19, 1 << 19
"""Octets that go to the disk at once, and the most that is put in at once: what goes beyond a piece begins the next.
Together they are one large page of memory: the disk takes what lies in a few stretches in three quarters of the time
that hundreds of small pages cost it."""
AHEAD = 3
"""Pieces that the disk may be behind."""
KEPT = AHEAD + 1
"""Areas that wait to be filled again: as many as a file takes, for fresh memory takes longer than what it is filled
with."""
BLOCK = 4096
FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
DIRECT = getattr(os, "O_DIRECT", 0)
THREADS = 4
_areas: list[mmap.mmap] = []
_threads = ThreadPoolExecutor(THREADS, "disk")


def _begin_anew() -> None:
    """A forked process has none of the threads."""
    global _threads  # noqa: PLW0603
    _threads = ThreadPoolExecutor(THREADS, "disk")


os.register_at_fork(after_in_child=_begin_anew)


class Direct:
    """A new file. Where the file system knows no direct writing, it is written as any other. `before`: what has to be
    done before it can be made, and `after`: what it needs to last, beside its own octets; with them it is begun in a
    thread, and what goes wrong with that is raised at `sync` at the latest."""

    def __init__(
        self, path: Path, before: Callable[[], None] | None = None, after: Callable[[], None] | None = None
    ) -> None:
        self._opened = _done(_open(path)) if before is None else _threads.submit(_begin, path, before)
        self._after = _done(None) if after is None else _threads.submit(self._then, after)
        self._area, self._filled, self._at = _area(), 0, 0
        self._under_way: deque[Future[mmap.mmap]] = deque()
        self._closed = False

    @property
    def ready(self) -> bool:
        """Does what is written next wait for no piece before it?"""
        return len(self._under_way) < AHEAD or self._under_way[0].done()

    def write(self, data: bytes | bytearray | memoryview) -> None:
        left = memoryview(data)
        while left:
            taken = min(len(left), PIECE - self._filled)
            self._area[self._filled : self._filled + taken] = left[:taken]
            left = left[taken:]
            self._add(taken)

    def fill(self, most: int, put: Callable[[memoryview], int]) -> int:
        """Append what `put` writes into room for `most` octets, no more than SPARE. Both say how many it was."""
        with memoryview(self._area) as area, area[self._filled : self._filled + most] as room:
            size = put(room)
        self._add(size)
        return size

    def sync(self) -> None:
        """What does not fill a block goes the ordinary way; then all of it is on the disk."""
        blocks = self._filled - self._filled % BLOCK
        self._put(self._area, 0, blocks, self._at)
        while self._under_way:
            _give_back(self._written())
        self._ordinary()
        self._put(self._area, blocks, self._filled, self._at + blocks)
        self._filled = 0
        os.fsync(self._descriptor)
        self._after.result()

    def close(self) -> None:
        """Harmless twice."""
        if self._closed:
            return
        self._closed = True
        steps: tuple[Future[Any], ...] = (*self._under_way, self._after)
        for step in steps:
            if not step.cancel():
                step.exception()  # it goes to this file, not to one that comes after it
        if not self._opened.cancel() and not self._opened.exception():
            os.close(self._descriptor)
        _give_back(self._area)

    @property
    def _descriptor(self) -> int:
        return self._opened.result()

    def _then(self, after: Callable[[], None]) -> None:
        self._opened.result()
        after()

    def _add(self, size: int) -> None:
        self._filled += size
        if self._filled < PIECE:
            return
        empty = _area() if len(self._under_way) < AHEAD else self._written()
        full, self._area = self._area, empty
        self._filled -= PIECE
        self._area[: self._filled] = full[PIECE : PIECE + self._filled]
        self._under_way.append(_threads.submit(self._put, full, 0, PIECE, self._at))
        self._at += PIECE

    def _written(self) -> mmap.mmap:
        """The area that went to the disk first, once it is there; what went wrong with it is raised here."""
        return self._under_way.popleft().result()

    def _put(self, area: mmap.mmap, start: int, end: int, at: int) -> mmap.mmap:
        """From `start` to `end` of the area, to that place of the file."""
        with memoryview(area) as whole:
            done = start
            while done < end:
                with whole[done:end] as rest:
                    done += self._put_some(rest, at + done - start)
        return area

    def _put_some(self, rest: memoryview, at: int) -> int:
        try:
            return os.pwrite(self._descriptor, rest, at)
        except OSError as error:
            if error.errno != errno.EINVAL:
                raise
            self._ordinary()
            return os.pwrite(self._descriptor, rest, at)

    def _ordinary(self) -> None:
        """Write through the cache from now on."""
        flags = fcntl.fcntl(self._descriptor, fcntl.F_GETFL)
        if flags & DIRECT:
            fcntl.fcntl(self._descriptor, fcntl.F_SETFL, flags & ~DIRECT)


def _area() -> mmap.mmap:
    """Aligned, as direct writing asks, and of this process alone."""
    try:
        return _areas.pop()
    except IndexError:
        area = mmap.mmap(-1, PIECE + SPARE, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
        with contextlib.suppress(AttributeError, OSError):  # not every system has large pages
            area.madvise(mmap.MADV_HUGEPAGE)
        return area


def _give_back(area: mmap.mmap) -> None:
    if len(_areas) < KEPT:
        _areas.append(area)


def _done(value: T) -> Future[T]:
    done: Future[T] = Future()
    done.set_result(value)
    return done


def _begin(path: Path, before: Callable[[], None]) -> int:
    before()
    return _open(path)


def _open(path: Path) -> int:
    try:
        return os.open(path, FLAGS | DIRECT, 0o600)
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
        path.unlink(missing_ok=True)  # some file systems make the file before they refuse
        return os.open(path, FLAGS, 0o600)
