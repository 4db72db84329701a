"""The process that builds: `python -m casework.legal.handing.child FD`. The plan comes through its standard input; the
closed file goes into FD, and how far it is to its standard output, as JSON lines. It opens papers and nothing else.
"""

import io
import json
import os
import resource
import signal
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import pikepdf

from casework import vault
from casework.alone import end_with_parent, without_network
from casework.files import Missing, Store
from casework.files.store import FULL
from casework.vault import Unreadable
from casework.vault.files import sealed_size

from . import closing, pages
from .bag import Bag
from .composing import NotMade, composed
from .plan import Paper, Plan

MEMORY, PDF_MEMORY = 480 << 20, 600 << 20
"""Octets that this process, and the one that makes the PDF, may hold, once its key is made: the passphrase is stretched
before, which alone takes 256 MiB and is given back."""
OFTEN = 0.3
PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Instance:
    """All of the vault that opening a file needs, beside the file's own key."""

    instance: bytes = field(repr=False)


class Builder:
    """One case file."""

    def __init__(self, plan: Plan, out: BinaryIO, key: closing.Locked | None = None) -> None:
        self.plan, self.out, self.key = plan, out, key
        self.store, self.known = Store(Path(plan["store"])), Instance(bytes.fromhex(plan["instance"]))
        self.done = self.octets = self.damaged = 0
        self._said = 0.0

    def build(self) -> None:
        for paper in self.plan["papers"]:
            self._check(paper)
        composer = _begin(self) if self.plan["form"] != "bag" else None
        closed = _closing(self)
        if self.plan["form"] == "pdf":
            for piece in _pieces(composer or -1):
                closed.write(piece)
        else:
            self._bag(closed, composer)
        closed.close()
        self.done += 1
        self._say(now=True)

    def _bag(self, closed: closing.Closing, composer: int | None) -> None:
        plan = self.plan
        bag = Bag(closed, plan["number"], datetime.fromisoformat(plan["made"]))
        bag.add("data/case.html", pages.as_html(plan))
        bag.add("data/case.json", [pages.as_json(plan)])
        if plan["trail"]:
            bag.add("data/trail/trail.jsonl", pages.trail_lines(plan))
            bag.add("data/trail/README.txt", [plan["proof"].encode()])
        for paper in plan["papers"]:
            if paper["key"]:
                bag.add(paper["path"], self._counted(self.read(paper)), paper["size"])
                self.done += 1
                self._say()
        if composer is not None:
            bag.add("data/case.pdf", _pieces(composer))
            self.done += 1
        bag.close({"External-Identifier": plan["number"], "External-Description": plan["title"]})

    def _check(self, paper: Paper) -> None:
        """Opened once before anything is written of it: what is damaged is listed, and no half of it is handed out."""
        self._say()
        try:
            if not paper["key"] or self.store.size(paper["file_id"]) != sealed_size(paper["size"]):
                raise Unreadable("not as it was put there")
            for _ in self.read(paper):
                pass
        except (Missing, Unreadable):
            paper["key"] = ""
            self.damaged += 1
            self.done += 1
        else:
            self.done += self.plan["form"] == "pdf"

    def read(self, paper: Paper) -> Iterator[bytes]:
        pieces = self.store.read(paper["file_id"])
        return vault.files.decrypt(self.known, paper["file_id"], bytes.fromhex(paper["key"]), pieces)

    def whole(self, paper: Paper) -> bytes | None:
        try:
            return b"".join(self.read(paper))
        except (Missing, Unreadable):
            return None

    def _counted(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        for piece in pieces:
            self.octets += len(piece)
            self._say()
            yield piece

    def _say(self, *, now: bool = False) -> None:
        if now or time.monotonic() - self._said > OFTEN:
            self._said = time.monotonic()
            said = {"done": self.done, "bytes": self.octets, "damaged": self.damaged}
            os.write(1, json.dumps(said).encode() + b"\n")


def _closing(builder: Builder) -> closing.Closing:
    plan, out = builder.plan, builder.out
    if builder.key is None:
        return closing.ToKey(out, plan["lock"]["recipient"])
    name = "file.pdf" if plan["form"] == "pdf" else "file.zip"
    made = datetime.fromisoformat(plan["made"])
    return closing.ToPassphrase(out, builder.key, name=name, how=plan["lock"].get("how", ""), made=made)


def _begin(builder: Builder) -> int:
    """A fork makes the PDF meanwhile; where it can be read from."""
    reading, writing = os.pipe()
    if os.fork() == 0:
        status = 1
        try:
            end_with_parent()
            os.close(reading)
            resource.setrlimit(resource.RLIMIT_DATA, (PDF_MEMORY, PDF_MEMORY))
            data = _composed(builder)
            with os.fdopen(writing, "wb") as into:
                into.write(len(data).to_bytes(8) + data)
            status = 0
        except Exception as wrong:  # noqa: BLE001 - the process that waits for it reads how it ended
            _sorry(wrong)
        finally:
            os._exit(status)
    os.close(writing)
    return reading


def _composed(builder: Builder) -> bytes:
    """Where what was handed in is too much for it, the index says where it lies."""
    try:
        return composed(builder.plan, builder.whole)
    except (MemoryError, NotMade, pikepdf.PdfError):
        return composed(builder.plan, lambda _: None)


def _sorry(wrong: Exception) -> None:
    """By a word alone: more could be the case's."""
    full = isinstance(wrong, OSError) and wrong.errno in FULL
    os.write(1, json.dumps({"failed": "space" if full else "build"}).encode() + b"\n")


def _pieces(composer: int) -> Iterator[bytes]:
    """What the fork made; OSError when it made nothing, or less than it said."""
    with os.fdopen(composer, "rb") as source:
        left = int.from_bytes(source.read(8))
        if not left:
            raise OSError("the pages could not be made")
        while left:
            piece = source.read(min(left, PIECE))
            if not piece:
                raise OSError("the pages came to an end too soon")
            left -= len(piece)
            yield piece


def main(out: int) -> None:
    """Build, and end."""
    end_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    without_network()
    source = io.BufferedReader(io.FileIO(0, closefd=False))
    plan: Plan = json.loads(source.read(int.from_bytes(source.read(8))))
    words = plan["lock"].pop("passphrase", "")
    try:
        key = closing.locked(words) if words else None
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, PDF_MEMORY))
        with os.fdopen(out, "wb", PIECE) as file:
            Builder(plan, file, key).build()
            file.flush()
    except Exception as wrong:  # noqa: BLE001 - whoever started it reads how it ended
        _sorry(wrong)
        os._exit(1)  # a thread may wait for more to close


if __name__ == "__main__":
    main(int(sys.argv[1]))
