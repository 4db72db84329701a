"""Writing round the page cache: sealed bytes go to the disk in whole MiB, and nothing of them lingers in memory.

Fresh pages of the cache cost four times what the disk does for a file that nobody reads back soon. While the disk takes
one piece the next ones are filled.
"""

import errno
import fcntl
import mmap
import os
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

PIECE = 1 << 20
SPARE = 320 << 10
"""The most that is put in at once: what goes beyond a piece begins the next."""
AHEAD = 2
"""Pieces that the disk may be behind."""
KEPT = 4
"""Areas that wait to be filled again: a file takes three, and fresh memory takes longer than what it is filled with."""
FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
DIRECT = getattr(os, "O_DIRECT", 0)
_areas: list[mmap.mmap] = []


class Direct:
    """A new file. Where the file system knows no direct writing, it is written as any other."""

    def __init__(self, path: Path) -> None:
        self._descriptor = _open(path)
        self._area, self._filled = _area(), 0
        self._disk: ThreadPoolExecutor | None = None
        self._under_way: deque[Future[mmap.mmap]] = deque()

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
        """What is left goes the ordinary way, for it need not fill a block; then all of it is on the disk."""
        while self._under_way:
            _give_back(self._written())
        self._ordinary()
        self._put(self._area, self._filled)
        self._filled = 0
        os.fsync(self._descriptor)

    def close(self) -> None:
        """Harmless twice."""
        if self._descriptor < 0:
            return
        if self._disk is not None:
            self._disk.shutdown()  # what is under way goes to this file, not to one that comes after it
        os.close(self._descriptor)
        self._descriptor = -1
        _give_back(self._area)

    def _add(self, size: int) -> None:
        self._filled += size
        if self._filled < PIECE:
            return
        empty = _area() if len(self._under_way) < AHEAD else self._written()
        full, self._area = self._area, empty
        self._filled -= PIECE
        self._area[: self._filled] = full[PIECE : PIECE + self._filled]
        if self._disk is None:
            self._disk = ThreadPoolExecutor(1)
        self._under_way.append(self._disk.submit(self._put, full, PIECE))

    def _written(self) -> mmap.mmap:
        """The area that went to the disk first, once it is there; what went wrong with it is raised here."""
        return self._under_way.popleft().result()

    def _put(self, area: mmap.mmap, size: int) -> mmap.mmap:
        with memoryview(area) as whole:
            done = 0
            while done < size:
                with whole[done:size] as rest:
                    done += self._put_some(rest)
        return area

    def _put_some(self, rest: memoryview) -> int:
        try:
            return os.write(self._descriptor, rest)
        except OSError as error:
            if error.errno != errno.EINVAL or not self._ordinary():
                raise
            return os.write(self._descriptor, rest)

    def _ordinary(self) -> bool:
        """Write through the cache from now on; False when it was so already."""
        flags = fcntl.fcntl(self._descriptor, fcntl.F_GETFL)
        if not flags & DIRECT:
            return False
        fcntl.fcntl(self._descriptor, fcntl.F_SETFL, flags & ~DIRECT)
        return True


def _area() -> mmap.mmap:
    """Aligned, as direct writing asks, and of this process alone."""
    try:
        return _areas.pop()
    except IndexError:
        return mmap.mmap(-1, PIECE + SPARE, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)


def _give_back(area: mmap.mmap) -> None:
    if len(_areas) < KEPT:
        _areas.append(area)


def _open(path: Path) -> int:
    try:
        return os.open(path, FLAGS | DIRECT, 0o600)
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
        path.unlink(missing_ok=True)  # some file systems make the file before they refuse
        return os.open(path, FLAGS, 0o600)
