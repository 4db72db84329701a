"""Files into a backup and out of one: linked where that is possible, else copied past the page cache; always read once
for their sum, and on the disk before anybody is told."""

import contextlib
import errno
import hashlib
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, islice
from pathlib import Path
from typing import TypeVar

from casework.files.direct import Direct

One = TypeVar("One")
Done = TypeVar("Done")
PIECE = 1 << 20
AT_ONCE = 4
"""Files under way at once: while one waits for the disk, another is read."""
_OWN = threading.local()
NO_LINK = {errno.EXDEV, errno.EPERM, errno.EMLINK, errno.ENOTSUP, errno.EACCES}


def put(path: Path, data: bytes) -> None:
    """A new file, synced, with its folder."""
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    sync_folder(path.parent)


def link(source: Path, target: Path) -> bool:
    """The same bytes under a second name. False where the two lie on different file systems or may not be linked."""
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError as error:
        if error.errno in NO_LINK:
            return False
        raise
    return True


def copy(source: Path, target: Path) -> str:
    """A new file with the same bytes, synced; its SHA-256. FileNotFoundError when the source has gone."""
    found = hashlib.sha256()
    pieces = _pieces(source)
    first = next(pieces, None)
    writer = Direct(target)
    try:
        for piece in chain(() if first is None else (first,), pieces):
            found.update(piece)
            writer.write(piece)
        writer.sync()
    except OSError:
        target.unlink(missing_ok=True)
        raise
    finally:
        writer.close()
    return found.hexdigest()


def digest(path: Path) -> str:
    """SHA-256 of what is there, read once and not kept in memory."""
    found = hashlib.sha256()
    for piece in _pieces(path):
        found.update(piece)
    return found.hexdigest()


def _pieces(path: Path) -> Iterator[memoryview]:
    """The same memory again and again, a thread its own: fresh memory for each piece took as long as the disk. What
    was read leaves the page cache, which the service needs more than whoever reads everything once."""
    if not hasattr(_OWN, "pages"):
        _OWN.pages = memoryview(bytearray(PIECE))
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        while read := os.readv(handle, [_OWN.pages]):
            yield _OWN.pages[:read]
        with contextlib.suppress(AttributeError, OSError):  # not every system has it
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(handle)


def in_turns(do: Callable[[One], Done], these: Iterable[One]) -> Iterator[Done]:
    """A few at once, in their order, however many there are."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        waiting = iter(these)
        while batch := list(islice(waiting, 64 * AT_ONCE)):
            yield from pool.map(do, batch)


def make_folder(folder: Path) -> None:
    """With what is above it; each is in its parent for good once `sync_folders` has run."""
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700, parents=True)


def sync_folders(folder: Path) -> None:
    """Every folder below, and this one."""
    for _ in in_turns(sync_folder, (Path(below) for below, _, _ in os.walk(folder, topdown=False))):
        pass


def sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
