"""A real installation in a fresh folder: made by `casework init`, served by `casework serve`."""

import io
import os
import random
import re
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from casework.cli import main
from casework.cli.workers import Workers
from casework.engines import engine
from tests.processes import ROOT, Forked, Running

FOUNDERS = (
    ("--lead", "Ingrid Dahl <ingrid@example.org>"),
    ("--administrator", "Tom Reyes <tom@example.org>"),
    ("--alternate", "Beate Lorenz <beate@outside.example>"),
)


@dataclass
class Installation:
    """Where it is, and the one-time links that `casework init` printed, by name."""

    folder: Path
    origin: str
    environment: Mapping[str, str]
    links: Mapping[str, str] = field(default_factory=dict)
    shares: tuple[str, ...] = ()

    def casework(self, *words: str, **options: str) -> str:
        """Run a command of the installation; what it printed."""
        done = command({**self.environment, **options}, *words)
        assert done.code == 0, f"casework {' '.join(words)}: {done.refusal}"
        return done.told


class Done(NamedTuple):
    """How a command ended, what it printed, and what it complained about."""

    code: int
    told: str
    refusal: str


def command(environment: Mapping[str, str], *words: str) -> Done:
    """In this process: starting another takes a second. A server that is not refused ends at once."""
    told, refusal = (io.TextIOWrapper(io.BytesIO(), write_through=True) for _ in range(2))
    code, mask = 0, os.umask(0o077)
    with mock.patch.dict(os.environ, environment, clear=True), mock.patch.object(Workers, "run", return_value=0):
        try:
            with redirect_stdout(told), redirect_stderr(refusal):
                main(words)
        except SystemExit as end:
            code = int(end.code or 0)
        finally:
            os.umask(mask)
    return Done(code, _read(told), _read(refusal))


def _read(stream: io.TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()


_databases: dict[str, str] = {}


def forget_codes(origin: str) -> None:
    """Which code of a phone was taken last is forgotten, for everybody in the installation that is served there."""
    database = engine(_databases[origin], 1)
    with database.begin() as connection:
        connection.exec_driver_sql("UPDATE credential SET totp_step = 0")
    database.dispose()


def free_port() -> int:
    """Below those that the system gives to whoever connects somewhere: nobody has it before the server is up."""
    for port in random.sample(range(20_000, 32_000), 100):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise OSError("no port is free")


def found(folder: Path, database_url: str | None = None, host: str = "127.0.0.1") -> Installation:
    """`casework recovery new`, then `casework init`. `host`: as the browser is to call it."""
    port = free_port()
    origin = f"http://{host}:{port}"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CASEWORK_")}
    environment |= {"CASEWORK_DIR": str(folder), "CASEWORK_PORT": str(port), "CASEWORK_ORIGIN": origin}
    environment |= {"PYTHONPATH": str(ROOT), "CASEWORK_WORKERS": "1"}
    if database_url:
        environment["CASEWORK_DATABASE_URL"] = database_url
    made = Installation(folder, origin, environment)
    cards = made.casework("recovery", "new")
    [public] = re.findall(r"casework-recovery-1:[0-9a-f]+", cards)
    words = [word for founder in FOUNDERS for word in founder]
    told = made.casework("init", "--recovery", public, *words)
    _databases[origin] = database_url or f"sqlite:///{folder / 'casework.db'}"
    links = dict(re.findall(r"^ +([^,\n]+), .+\n +(http\S+)$", told, re.MULTILINE))
    return Installation(folder, origin, environment, links)


@contextmanager
def served(
    installation: Installation, *words: str, start: Callable[[Mapping[str, str], Sequence[str], Path], Running] = Forked
) -> Iterator[Running]:
    """`casework serve` (or other words) until the end of the block. `start=processes.loaded`: as from a shell."""
    log = installation.folder.with_suffix(".log")
    process = start(installation.environment, words or ("serve",), log)
    try:
        _wait(installation.origin, process, log)
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()


def _wait(origin: str, process: Running, log: Path, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        assert process.poll() is None, f"the server ended: {log.read_text()}"
        try:
            with urllib.request.urlopen(origin, timeout=5):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"no answer from {origin}: {log.read_text()}")
