"""Writing round the page cache: sealed bytes go to the disk in whole MiB, and nothing of them lingers in memory.

Fresh pages of the cache cost four times what the disk does for a file that nobody reads back soon.
"""

import errno
import fcntl
import mmap
import os
from pathlib import Path

PIECE = 1 << 20
FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
DIRECT = getattr(os, "O_DIRECT", 0)


class Direct:
    """A new file. Where the file system knows no direct writing, it is written as any other."""

    def __init__(self, path: Path) -> None:
        self._descriptor = _open(path)
        self._pages = mmap.mmap(-1, PIECE)  # aligned, as direct writing asks
        self._filled = 0

    def write(self, data: bytes | bytearray | memoryview) -> None:
        left = memoryview(data)
        while left:
            taken = min(len(left), PIECE - self._filled)
            self._pages[self._filled : self._filled + taken] = left[:taken]
            self._filled, left = self._filled + taken, left[taken:]
            if self._filled == PIECE:
                self._flush()

    def sync(self) -> None:
        """What is left goes the ordinary way, for it need not fill a block; then all of it is on the disk."""
        self._ordinary()
        self._flush()
        os.fsync(self._descriptor)

    def close(self) -> None:
        """Harmless twice."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1
            self._pages.close()

    def _flush(self) -> None:
        with memoryview(self._pages) as pages:
            done = 0
            while done < self._filled:
                done += self._put(pages, done)
        self._filled = 0

    def _put(self, pages: memoryview, start: int) -> int:
        with pages[start : self._filled] as rest:
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


def _open(path: Path) -> int:
    try:
        return os.open(path, FLAGS | DIRECT, 0o600)
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
        path.unlink(missing_ok=True)  # some file systems make the file before they refuse
        return os.open(path, FLAGS, 0o600)
