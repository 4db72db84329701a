"""The journal: what a restored backup must not undo. Append-only, MACed, in a folder of its own, off the host by copy.

Written and synced just before the commit it speaks of; replaying an entry twice changes nothing. Each line's MAC
covers the line before it, in whichever process wrote that, so that a line taken out is missed; lines of the first
format stand alone. A line that a crash cut off is taken away by the next writer: its commit never came.
"""

import fcntl
import hmac
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy.orm import Session

from casework.db import before_commit, utc_now

from . import core
from .binding import bind
from .core import Vault
from .words import Unreadable

ENDING = ".journal"
LONGEST = 8 * 1024
"""Bytes of a line, at most."""


@dataclass(frozen=True, slots=True)
class Entry:
    """`kind`: case-destroyed, seal-removed and epoch-ended, what `casework.people.noted` says of accounts, and what
    `casework.backup.shutting` does again of walls, routing and tokens. `ids`: which."""

    at: str
    kind: str
    ids: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """How far a journal goes, or was read: a file, the bytes of its whole lines, and the last line's tag."""

    file: str = ""
    size: int = 0
    tag: str = ""


def note(db: Session, kind: str, /, **ids: int | str) -> None:
    """Have the entry written when the rest of the transaction is, just before its commit; all of it at once."""
    waiting: list[tuple[str, dict[str, int | str]]] = db.info.setdefault("journal", [])
    if not waiting:
        before_commit(db, partial(_write, core.of(db), waiting))
    waiting.append((kind, ids))


def write(vault: Vault, kind: str, /, **ids: int | str) -> None:
    """Append one line and sync it. Without a journal folder (unit tests) nothing is written."""
    _write(vault, [(kind, ids)])


def read(vault: Vault, folder: Path) -> Iterator[Entry]:
    """Every entry, oldest first; Unreadable at a line that was changed, or before which one is missing. A last line
    cut off by a crash is left out: its commit never came."""
    for _, entry in follow(vault, folder, Place()):
        yield entry


def follow(vault: Vault, folder: Path, since: Place) -> Iterator[tuple[Place, Entry]]:
    """Every entry after that place, with the place that it ends at; Unreadable as `read`, and when the journal does
    not reach that far."""
    place, names = since, files(folder)
    if since.file and since.file not in names:
        raise Unreadable(f"the journal lacks {since.file}")
    for name in names:
        if name < since.file:
            continue
        with (folder / name).open("rb") as file:
            place = Place(name, since.size if name == since.file else 0, place.tag)
            if place.size > os.fstat(file.fileno()).st_size:
                raise Unreadable(f"the journal {name} was cut short")
            file.seek(place.size)
            while (line := file.readline(LONGEST)).endswith(b"\n"):
                entry, tag = _parse(vault, name, line[:-1], place.tag)
                place = Place(name, place.size + len(line), tag)
                yield place, entry
        if line and name != names[-1]:
            raise Unreadable(f"the journal {name} was cut short")


def end(folder: Path) -> Place:
    """How far the journal goes, from its last lines alone: nothing is checked. An empty place for an empty folder."""
    for name in reversed(files(folder)):
        with (folder / name).open("rb") as file:
            found = _last(file, name)
        if found.size:
            return found
    return Place()


def reaches(folder: Path, place: Place) -> bool:
    """Is that line in this journal, at that very place?"""
    if not place.file:
        return True
    start = max(0, place.size - LONGEST)
    try:
        with (folder / place.file).open("rb") as file:
            file.seek(start)
            data = file.read(place.size - start)
    except FileNotFoundError:
        return False
    whole = start + len(data) == place.size and data.endswith(b"\n")
    return whole and data[:-1].rpartition(b"\n")[2][:64] == place.tag.encode()


def files(folder: Path) -> list[str]:
    """The journal's files, a month each, oldest first."""
    try:
        return sorted(path.name for path in folder.iterdir() if path.suffix == ENDING)
    except FileNotFoundError:
        return []


def _write(vault: Vault, waiting: list[tuple[str, dict[str, int | str]]]) -> None:
    if vault.journal is None:
        return
    vault.journal.mkdir(mode=0o700, parents=True, exist_ok=True)
    now = utc_now()
    with _alone(vault.journal) as folder:
        last = end(vault.journal)
        name = max(f"{now:%Y-%m}{ENDING}", last.file)  # a clock that went back opens no earlier month
        tag, lines = last.tag, []
        for kind, ids in waiting:
            body = json.dumps([2, vault.keyring.version, now.isoformat(), kind, ids], separators=(",", ":"))
            tag = _mac(vault, vault.keyring.version, tag, body)
            lines.append(f"{tag} {body}\n")
            if len(lines[-1]) > LONGEST:
                raise ValueError("a line of the journal holds ids, and few of them")
        _append(vault.journal / name, last.size if name == last.file else 0, "".join(lines).encode())
        os.fsync(folder)
    waiting.clear()


def _append(path: Path, start: int, data: bytes) -> None:
    """All of it or nothing: what is behind `start` was cut off by a crash, or did not fit now."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        if os.fstat(handle).st_size > start:
            os.ftruncate(handle, start)
        try:
            done = 0
            while done < len(data):
                done += os.pwrite(handle, data[done:], start + done)
        except OSError:
            os.ftruncate(handle, start)
            raise
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _alone(folder: Path) -> Iterator[int]:
    """One writer at a time, of all processes."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield handle
    finally:
        os.close(handle)


def _last(file: BinaryIO, name: str) -> Place:
    size = file.seek(0, os.SEEK_END)
    start = max(0, size - 2 * LONGEST)  # the last whole line and one that was cut off
    file.seek(start)
    whole, mark, _ = file.read(size - start).rpartition(b"\n")
    if not mark:
        return Place(name)
    return Place(name, start + len(whole) + 1, whole.rpartition(b"\n")[2][:64].decode(errors="replace"))


def _parse(vault: Vault, name: str, line: bytes, before: str) -> tuple[Entry, str]:
    try:
        tag, _, body = line.decode().partition(" ")
        version, root_version, at, kind, ids = json.loads(body)
        expected = _mac(vault, root_version, before if version != 1 else None, body)
    except (ValueError, TypeError):
        raise Unreadable(f"a line of the journal {name} is damaged") from None
    if version not in (1, 2) or not hmac.compare_digest(tag.encode(), expected.encode()):
        raise Unreadable(f"a line of the journal {name} was changed, or the one before it was taken out")
    return Entry(at, kind, ids), tag


def _mac(vault: Vault, version: int, before: str | None, body: str) -> str:
    chained = () if before is None else (before,)
    return hmac.digest(vault.subkey("audit", version), bind("journal", vault.instance, *chained, body), "sha256").hex()
