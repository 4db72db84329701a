"""The real server: `casework serve` with two workers on loopback, on a copy of a folder that was filled before."""

import itertools
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from casework.people import Actor
from tests import installation
from tests.installation import Installation
from tests.processes import ROOT, loaded

from . import organisation
from .client import Client
from .loading import KEPT, folder_with
from .organisation import Organisation

WORKERS = 2
_RUNS = itertools.count()


@dataclass(frozen=True)
class Served:
    """A running server, and the organisation that it serves."""

    made: Organisation
    port: int
    process: int

    def client(self, actor: Actor | None = None) -> Client:
        """Nobody's, or one with a session of this person."""
        if actor is None:
            return Client(self.port)
        database = self.made.open()
        with database.transaction() as db:
            cookie = organisation.sign_in(db, actor)
        database.dispose()
        return Client(self.port, cookie)

    def workers(self) -> list[psutil.Process]:
        """The web processes; neither their parent nor children that work on documents."""
        found = psutil.Process(self.process).children()
        return [child for child in found if "resource_tracker" not in " ".join(child.cmdline())]

    def work(self) -> float:
        """Seconds of processor time that the web workers have used so far: what no neighbour adds to."""
        times = [worker.cpu_times() for worker in self.workers()]
        return sum(one.user + one.system for one in times)


@contextmanager
def served(cases: int) -> Iterator[Served]:
    """Until the end of the block. What is written goes into a copy that is thrown away."""
    kept = folder_with(cases)
    folder = KEPT / f"run-{os.getpid()}-{next(_RUNS)}"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(kept, folder)
    os.sync()  # else the system would write the copy to disk while what is measured waits for it
    try:
        with serving(folder) as running:
            yield running
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        folder.with_suffix(".log").unlink(missing_ok=True)


@contextmanager
def serving(folder: Path) -> Iterator[Served]:
    port = installation.free_port()
    origin = f"http://127.0.0.1:{port}"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CASEWORK_")}
    environment |= {"CASEWORK_DIR": str(folder), "CASEWORK_PORT": str(port), "CASEWORK_ORIGIN": origin}
    environment |= {"PYTHONPATH": str(ROOT), "CASEWORK_WORKERS": str(WORKERS)}
    with installation.served(Installation(folder, origin, environment), start=loaded) as process:
        yield Served(organisation.read(folder), port, process.pid)


def hidden(page: str, name: str) -> str:
    """The value of a hidden field."""
    [value] = re.findall(rf'name="{name}" value="([^"]*)"', page)
    return str(value)
