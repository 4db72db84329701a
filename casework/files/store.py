"""Where sealed bytes lie: a folder of files, each whole or absent. It knows no keys."""

import contextlib
import errno
import os
import secrets
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from casework.files.direct import Direct
from casework.settings import N_, Said

PIECE = 3 << 16
"""Octets read at once: what is larger comes from fresh memory each time, three times slower."""
UNFINISHED = ".part"
LEVELS = 3
"""Folders that lead to a file, the store's own among them: each may be new, or a neighbour's and not synced yet."""
REMEMBERED = 4096
_lasting: set[Path] = set()
"""Folders that are known to have lasted since this process began: each sync is one that the disk makes others wait for.
None is ever taken away."""
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class StoreFull(OSError):
    """No room is left; nothing half is left behind either."""

    def __init__(self) -> None:
        self.said = Said(N_("There is no room left to store files. Nothing of this file was kept."))
        super().__init__(errno.ENOSPC, str(self.said))


class Missing(LookupError):
    """The file's bytes are not in the store."""


class Writer:
    """One file being written. It exists for others from `commit()` on; leaving without it leaves nothing."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._part = path.with_name(f"{path.name}.{secrets.token_hex(4)}{UNFINISHED}")
        self.size = 0
        self._file: Direct | None = Direct(self._part, lambda: _make_folders(path.parent), self._make_folders_last)

    @property
    def ready(self) -> bool:
        """Can a piece be appended without waiting for the disk?"""
        return self._file is None or self._file.ready

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Append; StoreFull when there is no room, and then nothing is left."""
        try:
            with _room():
                self._open().write(data)
        except OSError:
            self.abort()
            raise
        self.size += len(data)

    def fill(self, most: int, put: Callable[[memoryview], int]) -> None:
        """Append what `put` writes into room for `most` octets, without a copy; it says how many."""
        try:
            with _room():
                self.size += self._open().fill(most, put)
        except OSError:
            self.abort()
            raise

    def commit(self) -> None:
        """Sync the bytes, give the file its name, and sync the folder that has it: those above it were made to last
        while the bytes came."""
        named = False
        try:
            with _room():
                self._open().sync()
                self._close()
                self._part.replace(self._path)
                named = True
                _sync_folder(self._path.parent)
        except OSError:
            self.abort()
            if named:
                self._path.unlink(missing_ok=True)
            raise

    def abort(self) -> None:
        """Leave nothing. Harmless after `commit()` and twice."""
        self._close()
        self._part.unlink(missing_ok=True)

    def _make_folders_last(self) -> None:
        for folder in self._path.parents[: LEVELS - 1]:
            if folder not in _lasting:
                _sync_folder(folder.parent)
                _remember(folder)

    def _open(self) -> Direct:
        if self._file is None:
            raise ValueError("this file is closed")
        return self._file

    def _close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.abort()


@dataclass(frozen=True, slots=True)
class Store:
    """Two levels of folders under `folder`, from the id, so that none grows long."""

    folder: Path

    def create(self, file_id: int) -> Writer:
        """Begin a file; ids are random and used once."""
        path = self._path(file_id)
        if path.exists():
            raise FileExistsError(errno.EEXIST, "A stored file is never written twice", str(file_id))
        return Writer(path)

    def read(self, file_id: int, start: int = 0) -> Iterator[bytes]:
        """The bytes from `start` on, in pieces of 192 KiB. Missing is raised here, not at the first piece."""
        try:
            descriptor = os.open(self._path(file_id), os.O_RDONLY | os.O_CLOEXEC)
        except FileNotFoundError:
            raise Missing(file_id) from None
        return _pieces(descriptor, start)

    def size(self, file_id: int) -> int:
        """How many bytes are stored."""
        try:
            return self._path(file_id).stat().st_size
        except FileNotFoundError:
            raise Missing(file_id) from None

    def holds(self, file_id: int) -> bool:
        """Is it there, whole?"""
        return self._path(file_id).is_file()

    def remove(self, file_id: int) -> None:
        """Take it out, for good once the folder is synced. Harmless when it is not there."""
        path = self._path(file_id)
        with contextlib.suppress(FileNotFoundError):
            path.unlink()
            _sync_folder(path.parent)

    def ids(self) -> Iterator[int]:
        """Of every whole file, ascending, one folder at a time in memory."""
        for above in _listed(self.folder):
            for below in _listed(above):
                for path in _listed(below):
                    if not path.name.endswith(UNFINISHED):
                        yield int(path.name, 16)

    def path(self, file_id: int) -> Path:
        """Where its bytes are, or would be."""
        return self._path(file_id)

    def sweep(self, known_ids: Collection[int], older_than: float) -> list[int]:
        """Remove what no row knows and half files, if last written `older_than` seconds ago; the ids removed."""
        known, before, gone = {_name(file_id) for file_id in known_ids}, time.time() - older_than, []
        for path in self.folder.glob("??/??/*"):
            half = path.name.endswith(UNFINISHED)
            if (not half and path.name in known) or path.stat().st_mtime > before:
                continue
            path.unlink(missing_ok=True)
            if not half:
                gone.append(int(path.name, 16))
        return gone

    def _path(self, file_id: int) -> Path:
        name = _name(file_id)
        return self.folder / name[:2] / name[2:4] / name


def _name(file_id: int) -> str:
    if not 0 <= file_id < 1 << 64:
        raise ValueError("A file's id has 63 bits.")
    return f"{file_id:016x}"


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except FileNotFoundError:
        return []


def _pieces(descriptor: int, start: int) -> Iterator[bytes]:
    try:
        with contextlib.suppress(AttributeError, OSError):  # not every system has it
            os.posix_fadvise(descriptor, start, 0, os.POSIX_FADV_SEQUENTIAL)
        os.lseek(descriptor, start, os.SEEK_SET)
        while piece := os.read(descriptor, PIECE):
            yield piece
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _room() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise StoreFull from error
        raise


def _make_folders(folder: Path) -> None:
    """The store's own is synced into its parent at once; those below when a file is given its name in them."""
    if folder.is_dir():
        return
    store = folder.parents[LEVELS - 2]
    if not store.is_dir():
        store.mkdir(mode=0o700, parents=True, exist_ok=True)
        _sync_folder(store.parent)
    for new in (folder.parent, folder):
        new.mkdir(mode=0o700, exist_ok=True)


def _remember(folder: Path) -> None:
    if len(_lasting) >= REMEMBERED:
        _lasting.clear()
    _lasting.add(folder)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
