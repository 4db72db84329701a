"""The other side of the process that builds: gives it the plan, listens how far it is, and keeps what it made."""

import json
import logging
import os
import selectors
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from casework import alone
from casework.db import Database
from casework.files import Store
from casework.legal.handing.plan import Plan

from . import exports

log = logging.getLogger("casework")
AT_ONCE = threading.BoundedSemaphore(1)
"""One at a time in each process of the server: a case file takes both processors."""
OFTEN, LONGEST = 1.0, 1800.0
"""Seconds between two words of how far it is, and that it may take."""


@dataclass(frozen=True, slots=True)
class Job:
    """`folder`: where closed case files lie; `session_id`: whoever asked must be signed in by it still at the end."""

    export_id: int
    file_id: int
    session_id: int
    database: Database
    folder: Store
    plan: Plan = field(repr=False)


class Unwanted(Exception):
    """Cancelled, or the case is gone."""


class NotBuilt(Exception):
    """The process ended without a whole file; `why` is one word of `exports`' reasons."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def begin(job: Job) -> threading.Thread:
    """Returns at once; the row says how far it is."""
    thread = threading.Thread(target=_build, args=(job,), daemon=True, name="case file")
    thread.start()
    return thread


def _build(job: Job) -> None:
    try:
        with _turn(job), _part(job) as part:
            _run(job, part)
            size = part.stat().st_size
            whole = job.folder.path(job.file_id)
            part.replace(whole)
            if not exports.ready(job.database, job.export_id, size, job.session_id):
                whole.unlink(missing_ok=True)
    except Unwanted:
        return
    except Exception as wrong:  # noqa: BLE001 - whatever it was, whoever asked must read that there is nothing
        log.error("a case file was not made: %s", type(wrong).__qualname__)
        exports.failed(job.database, job.export_id, wrong.why if isinstance(wrong, NotBuilt) else "build")


@contextmanager
def _turn(job: Job) -> Iterator[None]:
    while not AT_ONCE.acquire(timeout=5.0):
        _heard(job, {})
    try:
        yield
    finally:
        AT_ONCE.release()


@contextmanager
def _part(job: Job) -> Iterator[Path]:
    """Where it is written until it is whole; nothing half stays."""
    whole = job.folder.path(job.file_id)
    whole.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = whole.with_name(f"{whole.name}.part")
    try:
        yield part
    finally:
        part.unlink(missing_ok=True)


def _run(job: Job, part: Path) -> None:
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        process = _begin(descriptor)
    finally:
        os.close(descriptor)
    try:
        why = _listen(job, process)
    finally:
        process.kill()
        process.communicate()
    if process.returncode != 0:
        raise NotBuilt(why or "build")


def _begin(descriptor: int) -> "subprocess.Popen[bytes]":
    module, words = "casework.legal.handing.child", str(descriptor)
    return alone.begin(module, words, pass_fds=[descriptor], start_new_session=True)


def _listen(job: Job, process: "subprocess.Popen[bytes]") -> str:
    """Until it ends; the word with which it failed, if it said one."""
    assert process.stdin is not None
    assert process.stdout is not None
    data = json.dumps(job.plan).encode()
    process.stdin.write(len(data).to_bytes(8))
    process.stdin.write(data)
    process.stdin.flush()
    del data
    why, said, waiting = "", dict[str, Any](), b""
    told, end = 0.0, time.monotonic() + LONGEST
    with selectors.DefaultSelector() as ready:
        ready.register(process.stdout, selectors.EVENT_READ)
        while time.monotonic() < end:
            if ready.select(OFTEN):
                read = os.read(process.stdout.fileno(), 1 << 16)
                if not read:
                    process.wait(10)
                    _heard(job, said)
                    return why
                *lines, waiting = (waiting + read).split(b"\n")
                for line in lines:
                    said |= json.loads(line)
                why = str(said.pop("failed", why))
            if time.monotonic() - told >= OFTEN:
                told = time.monotonic()
                _heard(job, said)
    return "time"


def _heard(job: Job, said: dict[str, Any]) -> None:
    done, octets, damaged = (int(said.get(name, 0)) for name in ("done", "bytes", "damaged"))
    if not exports.heard(job.database, job.export_id, done, octets, damaged):
        raise Unwanted
