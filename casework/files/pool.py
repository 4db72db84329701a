"""Cleaning from the outside: a small pool of capped children. Whatever happens in one, the answer is an answer."""

import atexit
import contextlib
import fcntl
import functools
import os
import signal
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain
from types import TracebackType
from typing import Self

from casework import alone
from casework.files.kinds import CLEANED, UNCHANGED, Kind
from casework.files.work import CLEAN, task
from casework.settings import N_, Said

LARGEST = 50 << 20
MOST_BACK = 2 * LARGEST
PIECE = 1 << 20
HEADER = 32
PIPE = 1 << 20
F_SETPIPE_SZ = 1031

DONE = N_("What the file said about who made it, where and when was taken out.")
NOTHING = N_("Text says no more than what it says: it was kept as it is.")
CANNOT = N_("This kind of file cannot be cleaned. It stays with those who may know who sent it.")
TOO_LARGE = N_("This file is too large to be cleaned. It stays with those who may know who sent it.")
FAILED = N_("This file could not be cleaned. It stays with those who may know who sent it.")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """`data` is the cleaned file; None means that the whole file goes where identities are kept."""

    data: bytes | None = field(repr=False)
    kind: Kind
    note: Said


class Lost(Exception):
    """The child is gone, or did not answer in time."""


class Refused(Exception):
    """The child said no, and lives."""


class Child:
    """One warm process that forks for each file."""

    def __init__(self, memory: int, seconds: int) -> None:
        self._seconds = seconds
        self._process = alone.begin("casework.files.child", str(memory), str(seconds), start_new_session=True)
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._into, self._from = self._process.stdin, self._process.stdout
        for pipe in (self._into, self._from):
            with contextlib.suppress(OSError):
                fcntl.fcntl(pipe.fileno(), F_SETPIPE_SZ, PIPE)

    def alive(self) -> bool:
        """Can it take a file?"""
        return self._process.poll() is None

    def ask(self, said: str, pieces: Iterable[bytes]) -> bytes:
        """What it made of them; Refused with its word when it says no, Lost when it dies or takes too long."""
        watchdog = threading.Timer(self._seconds, self._kill)
        watchdog.daemon = True
        watchdog.start()
        try:
            self._send(said, pieces)
            return self._answer()
        except (OSError, ValueError) as error:
            raise Lost from error
        finally:
            watchdog.cancel()

    def _send(self, said: str, pieces: Iterable[bytes]) -> None:
        self._into.write(said.encode().ljust(HEADER, b"\x00"))
        for piece in pieces:
            for start in range(0, len(piece), PIECE):
                part = piece[start : start + PIECE]
                self._into.write(len(part).to_bytes(4))
                self._into.write(part)
        self._into.write(bytes(4))
        self._into.flush()

    def _answer(self) -> bytes:
        said = self._from.read(1)
        size = int.from_bytes(self._from.read(8))
        # What grows far beyond what may come in is no cleaned file, and no copy.
        if said not in (b"Y", b"N") or size > MOST_BACK:
            raise Lost
        data = self._from.read(size)
        if len(data) != size:
            raise Lost
        if said == b"N":
            raise Refused(data.decode(errors="replace"))
        return data

    def _kill(self) -> None:
        """The process and its fork, which would hold the pipe open."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)

    def end(self) -> None:
        """Stop it at once and wait for it."""
        self._kill()
        self._process.wait()
        for pipe in (self._into, self._from):
            with contextlib.suppress(OSError):
                pipe.close()


class Cleaner:
    """At most `children` files at a time; more wait their turn. Safe from many threads."""

    def __init__(self, children: int = 2, *, seconds: int = 60, memory: int = 1 << 30) -> None:
        self._turns = threading.BoundedSemaphore(children)
        self._idle: list[Child] = []
        self._limits = (memory, seconds)
        self._closed = False

    def clean(self, kind: Kind, data: bytes | Iterable[bytes]) -> Cleaned:
        """Take out who, where and when. Never fails: what cannot be cleaned comes back as None, with a note.

        `data` has to be at hand: the time limit runs while it is read.
        """
        if kind in UNCHANGED:
            return _unchanged(kind, data)
        if kind not in CLEANED:
            return Cleaned(None, kind, Said(CANNOT))
        try:
            return Cleaned(self.do(CLEAN, kind, (data,) if isinstance(data, bytes) else data), kind, Said(DONE))
        except (Lost, Refused):
            return Cleaned(None, kind, Said(FAILED))
        except TooLarge:
            return Cleaned(None, kind, Said(TOO_LARGE))

    def do(self, name: str, kind: Kind, pieces: Iterable[bytes], asked: bytes = b"") -> bytes:
        """Have a child work on a file. Refused with its word, Lost or TooLarge when nothing comes of it. `asked`: what
        the work itself needs to know."""
        with self._turns:
            child = self._child()
            try:
                answer = child.ask(task(name, kind), chain((asked,) if asked else (), _bounded(pieces)))
            except Refused:
                self._give_back(child)
                raise
            except BaseException:
                child.end()
                raise
            self._give_back(child)
            return answer

    def _child(self) -> Child:
        while self._idle:
            child = self._idle.pop()
            if child.alive():
                return child
            child.end()
        return Child(*self._limits)

    def _give_back(self, child: Child) -> None:
        self._idle.append(child)
        if self._closed:
            self.close()

    def close(self) -> None:
        """Stop the idle children; busy ones end with their file."""
        self._closed = True
        while self._idle:
            self._idle.pop().end()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


class TooLarge(Exception):
    """More than a child may hold."""


def _bounded(pieces: Iterable[bytes]) -> Iterable[bytes]:
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > LARGEST:
            raise TooLarge
        yield piece


def _unchanged(kind: Kind, data: bytes | Iterable[bytes]) -> Cleaned:
    try:
        whole = data if isinstance(data, bytes) else b"".join(_bounded(data))
    except TooLarge:
        return Cleaned(None, kind, Said(TOO_LARGE))
    return Cleaned(whole, kind, Said(NOTHING)) if len(whole) <= LARGEST else Cleaned(None, kind, Said(TOO_LARGE))


@functools.cache
def _everybody() -> Cleaner:
    """The process's own pool, started by the first file."""
    cleaner = Cleaner()
    atexit.register(cleaner.close)
    return cleaner


def clean(kind: Kind, data: bytes | Iterable[bytes]) -> Cleaned:
    """`Cleaner.clean` of the pool that this process shares."""
    return _everybody().clean(kind, data)
