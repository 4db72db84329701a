"""A backup while the service answers: how fast database and files are copied, and what pages wait for meanwhile."""

import os
import shutil
import statistics
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

from casework.db import new_id, utc_now
from casework.files import Store
from casework.intake.models import PendingFile
from tests.processes import ROOT

from .client import Client
from .promises import Figure
from .serving import Served, served

MIB = 1 << 20
LARGE, MANY = 1 << 31, 2_000
"""Bytes in files of 4 MiB; and how many small ones of 40 KB there are besides."""
A_SECOND = 20
"""Pages that are asked for meanwhile."""


def measure(_: int) -> list[Figure]:
    with served(1_000) as running:
        fill(running)
        client = running.client(running.made.specialists[3])
        alone = pages(client, threading.Event(), 200)
        folder = running.made.settings.folder
        first, meanwhile = backup(running, client, folder / "first", "--copy")
        again = backup(running, client, folder / "second", "--copy", "--since", str(folder / "first"))[0]
        size = sum(path.stat().st_size for path in (folder / "first").rglob("*") if path.is_file())
        back = restore(running, folder / "first")
    note = f"{size / 1e9:.1f} GB in {LARGE // (4 * MIB) + MANY:,} files"
    return [
        Figure("backup of database and files, copied", size / first / 1e6, "MB/s", 150, at_least=True, note=note),
        Figure("the same beside an earlier one, linked", size / again / 1e6, "MB/s", 150, at_least=True),
        Figure("put back, compared first", size / back / 1e6, "MB/s"),
        Figure("list of cases, p95, nobody backs up", alone * 1e3, "ms"),
        Figure("list of cases, p95, during the backup", meanwhile * 1e3, "ms", note=f"{A_SECOND} a second"),
    ]


def fill(running: Served) -> None:
    """Sealed bytes look like chance."""
    store, block = Store(running.made.settings.files), os.urandom(4 * MIB)
    sizes = [4 * MIB] * (LARGE // (4 * MIB)) + [40_000] * MANY
    ids = [new_id() for _ in sizes]
    for file_id, length in zip(ids, sizes, strict=True):
        with store.create(file_id) as writer:
            writer.write(block[:length])
            writer.commit()
    database, expires = running.made.open(), utc_now() + timedelta(days=1)
    with database.transaction() as db:
        db.add_all(PendingFile(file_id=file_id, expires_at=expires) for file_id in ids)
    database.dispose()


def pages(client: Client, until: threading.Event, at_most: int = 1_000_000) -> float:
    """Seconds that the slowest of twenty pages takes, asked for as a hundred people at work would."""
    took: list[float] = []
    while not until.wait(1 / A_SECOND) and len(took) < at_most:
        answer = client.get("/cases")
        assert answer.status == 200, answer.head
        took.append(answer.seconds)
    return statistics.quantiles(took, n=20)[-1] if len(took) > 2 else max(took, default=0.0)


def backup(running: Served, client: Client, to: Path, *more: str) -> tuple[float, float]:
    """Seconds of the command from start to end; and of the pages that were asked for meanwhile."""
    over, found = threading.Event(), list[float]()
    asking = threading.Thread(target=lambda: found.append(pages(client, over)))
    asking.start()
    try:
        took = command(running.made.settings.folder, "backup", str(to), *more)
    finally:
        over.set()
        asking.join()
    return took, found[0]


def restore(running: Served, source: Path) -> float:
    settings = running.made.settings
    elsewhere = settings.folder / "elsewhere"
    elsewhere.mkdir()
    shutil.copy(settings.keyring, elsewhere / "keyring.json")
    return command(elsewhere, "restore", str(source), "--journal", str(settings.journal))


def command(folder: Path, *words: str) -> float:
    os.sync()  # what was written before is not this one's to wait for
    own = {name: value for name, value in os.environ.items() if not name.startswith("CASEWORK_")}
    begun = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "casework", *words],
        env=own | {"CASEWORK_DIR": str(folder), "PYTHONPATH": str(ROOT)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return time.monotonic() - begun
