"""Files into a backup and out of one: linked where that is possible, else copied past the page cache; always read once
for their sum, and on the disk before anybody is told."""

import contextlib
import errno
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import TypeVar

from casework.files.direct import Direct

One = TypeVar("One")
Done = TypeVar("Done")
PIECE = 1 << 20
AT_ONCE = 3
"""Files under way at once: while one waits for the disk, another is read."""
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
    digest, handle = hashlib.sha256(), os.open(source, os.O_RDONLY | os.O_CLOEXEC)
    try:
        writer = Direct(target)
        try:
            while piece := os.read(handle, PIECE):
                digest.update(piece)
                writer.write(piece)
            writer.sync()
        finally:
            writer.close()
        _let_go(handle)
    except OSError:
        target.unlink(missing_ok=True)
        raise
    finally:
        os.close(handle)
    return digest.hexdigest()


def digest(path: Path) -> str:
    """SHA-256 of what is there, read once and not kept in memory."""
    found, handle = hashlib.sha256(), os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        while piece := os.read(handle, PIECE):
            found.update(piece)
        _let_go(handle)
    finally:
        os.close(handle)
    return found.hexdigest()


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
    for below, _, _ in os.walk(folder, topdown=False):
        sync_folder(Path(below))


def sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _let_go(handle: int) -> None:
    """The service needs the page cache more than whoever reads everything once."""
    with contextlib.suppress(OSError):
        os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
