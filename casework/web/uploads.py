"""Files, sealed while they stream: nothing of them touches the disk, or stays in memory, in plaintext."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from litestar import Request
from litestar.datastructures import FormMultiDict
from sqlalchemy.orm import Session

from casework.db import before_commit, new_id
from casework.files import Ending, Kind, Refused, Store, StoreFull, Watch, Writer
from casework.settings import N_, Said
from casework.vault import Vault
from casework.vault.files import Encryptor, most, new_key

from . import nonces
from .parts import Parts, boundary_of, is_multipart
from .pouring import pour
from .text import size as size_in_words
from .typed import read, sent_to

AROUND = 1024 * 1024
"""Octets of a form that may come with each file, and without one."""
SLICE = 256 * 1024
"""Octets sealed at once, straight into what is written next."""
FILE, PAPER, FILES = 100 * 1000 * 1000, 2 * 1024**3, 10
"""The largest file from a reporter, the largest paper of a case, and how many come at once."""


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """A file that came whole, sealed under a key of its own. The key has to be sealed into a room, or the file is lost.

    It may still be on its way to the disk: its id and key are had together with the wait for that, and not without."""

    name: str = field(repr=False)
    size: int
    kind: Kind
    _id: int
    _key: bytes = field(repr=False)
    _ending: Ending = field(repr=False)

    def kept(self, db: Session) -> tuple[int, bytes]:
        """For rows of this transaction, which waits just before its COMMIT, and fails where the file did."""
        before_commit(db, self._ending.wait_a_moment, first=True)
        return self._id, self._key

    def whole(self) -> tuple[int, bytes]:
        """For whatever else: after it is on the disk."""
        self._ending.wait()
        return self._id, self._key

    def drop(self, store: Store) -> None:
        self._ending.drop()
        store.remove(self._id)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that was not taken, and why, in words."""

    name: str = field(repr=False)
    why: Said


@dataclass(slots=True)
class Received:
    """A form with its files. Files that no row comes to know are to be taken out again: `discard`."""

    typed: FormMultiDict
    files: list[ReceivedFile] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)

    @property
    def number(self) -> str:
        """Of this form, with its texts and files: see `nonces.of`."""
        return nonces.of(self.typed, *((file.name, file.size) for file in self.files))

    def finish(self, store: Store) -> None:
        """Wait for the disk, outside of any transaction. A file without room there is refused like one that had none
        from the start; anything else that goes wrong leaves nothing."""
        try:
            for file in list(self.files):
                try:
                    file.whole()
                except StoreFull as full:
                    self.files.remove(file)
                    self.refused.append(Refusal(file.name, full.said))
        except BaseException:
            self.discard(store)
            raise

    def discard(self, store: Store) -> None:
        for file in self.files:
            file.drop(store)
        self.files.clear()


async def receive(
    request: Request[Any, Any, Any], *, vault: Vault, store: Store, max_files: int = FILES, max_size: int = FILE
) -> Received:
    """The whole form. A file that cannot be taken is named in `refused`; the rest of the form is kept."""
    if not is_multipart(request):
        return Received(await read(request))
    desk = _Desk(vault, store, max_files, max_size)
    parts = Parts(boundary_of(request), desk.open)
    try:
        await pour(request, parts)
        parts.close()
    except BaseException:
        await asyncio.shield(asyncio.to_thread(_undo, parts, desk.received, store))
        raise
    desk.received.typed = sent_to(request, parts.typed)
    return desk.received


def whole(max_files: int = FILES, max_size: int = FILE) -> int:
    """The body limit for a handler that takes so many files: beyond it nothing is read at all."""
    return (max_files + 1) * (max_size + AROUND)


def _undo(parts: Parts, received: Received, store: Store) -> None:
    parts.abort()
    received.discard(store)


class _Desk:
    """Gives each file of one form its sink."""

    def __init__(self, vault: Vault, store: Store, max_files: int, max_size: int) -> None:
        self.vault, self.store, self.max_files, self.max_size = vault, store, max_files, max_size
        self.received = Received(FormMultiDict())
        self.opened = 0

    def open(self, name: str) -> "_Sealing":
        return _Sealing(self, name)


@dataclass(frozen=True, slots=True)
class _Way:
    """What each piece of a file passes."""

    watch: Watch
    seal: Encryptor
    writer: Writer


class _Sealing:
    """One file on its way into the store. From the first refusal on, its bytes are let pass and dropped."""

    def __init__(self, desk: _Desk, name: str) -> None:
        self._desk, self._name = desk, name
        self._id, self._key, self._size = new_id(), new_key(), 0
        self._begun: _Way | None = None
        self._refused = False

    @property
    def ready(self) -> bool:
        return self._begun is None or (not self._refused and self._begun.writer.ready)

    def write(self, piece: bytes) -> None:
        if self._refused:
            self.abort()
            return
        try:
            way = self._way()
            self._size += len(piece)
            if self._size > self._desk.max_size:
                limit = size_in_words(self._desk.max_size)
                raise _Declined(Said(N_("It is too large: the limit is %(limit)s."), {"limit": limit}))
            way.watch.feed(piece)
            view = memoryview(piece)
            for start in range(0, len(piece), SLICE):
                part = view[start : start + SLICE]
                way.writer.fill(most(len(part)), partial(way.seal.update_into, part))
        except (Refused, StoreFull, _Declined) as refusal:
            self._refuse(refusal.said)

    def finish(self) -> None:
        if self._refused or (not self._name and self._begun is None):
            self.abort()
            return  # a file field left empty comes as a part without a name and without bytes
        try:
            way = self._way()
            kind = way.watch.kind()
            way.writer.write(way.seal.finish())
        except (Refused, StoreFull, _Declined) as refusal:
            self._refuse(refusal.said)
            self.abort()
            return
        file = ReceivedFile(self._name, self._size, kind, self._id, self._key, Ending(way.writer))
        self._desk.received.files.append(file)

    def abort(self) -> None:
        if self._begun is not None:
            with suppress(OSError):
                self._begun.writer.abort()
            self._begun = None

    def _way(self) -> _Way:
        if self._begun is None:
            self._desk.opened += 1
            if self._desk.opened > self._desk.max_files:
                most = {"most": self._desk.max_files}
                raise _Declined(Said(N_("It is one too many: %(most)s files can be sent at once."), most))
            watch, seal = Watch(self._name), Encryptor(self._desk.vault, self._id, self._key)
            self._begun = _Way(watch, seal, self._desk.store.create(self._id))
        return self._begun

    def _refuse(self, why: Said) -> None:
        """What was written goes with the next step: taking it back may wait for the disk."""
        self._refused = True
        self._desk.received.refused.append(Refusal(self._name, why))


class _Declined(Exception):
    def __init__(self, said: Said) -> None:
        super().__init__("declined")
        self.said = said
