"""Servers of test installations. Each is a process of its own, forked from one that has loaded everything already:
loading takes two seconds of a core, and a run of all tests starts sixty servers."""

import gc
import multiprocessing
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

ROOT = Path(__file__).parent.parent
forking = multiprocessing.get_context("forkserver")
forking.set_forkserver_preload(["casework.cli", "casework.app", __name__])
"""Starts processes that are forked from one that stands ready."""


class Running(Protocol):
    """What is asked of a server's process. `poll` and `wait` answer with its exit code."""

    @property
    def pid(self) -> int: ...
    def poll(self) -> int | None: ...
    def wait(self, timeout: float | None = None) -> int: ...
    def send_signal(self, sig: int, /) -> None: ...


class Forked:
    """A process that ran no Python before it was forked."""

    def __init__(self, environment: Mapping[str, str], words: Sequence[str], log: Path) -> None:
        self._process = forking.Process(target=_run, args=(dict(environment), list(words), str(log)))
        self._process.start()

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        self._process.join(timeout)
        if (code := self._process.exitcode) is None:
            raise subprocess.TimeoutExpired("casework", timeout or 0)
        return code

    def send_signal(self, sig: int, /) -> None:
        if self.poll() is None:
            os.kill(self.pid, sig)


def loaded(environment: Mapping[str, str], words: Sequence[str], log: Path) -> Running:
    """As from a shell, from its first import on."""
    with log.open("wb") as out:
        order = [sys.executable, "-m", "casework", *words]
        return subprocess.Popen(order, env=dict(environment), cwd=ROOT, stdout=out, stderr=out)


def _run(environment: dict[str, str], words: list[str], log: str) -> None:
    out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(out, 1)
    os.dup2(out, 2)
    become(environment, words)


def become(environment: Mapping[str, str], words: list[str]) -> None:
    """In the forked process: it is the command from here on."""
    os.chdir(ROOT)
    os.environ.clear()
    os.environ.update(environment)
    gc.set_threshold(50_000)

    from casework.cli import main

    main(words)
