"""A million case secrets put under a new key by `casework keys rotate`, while somebody goes on reading pages."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import insert, select

from casework.cases.models import Case, Declaration
from casework.db import new_id
from casework.vault import secrets
from casework.vault.models import CaseSecret
from tests.processes import ROOT

from . import organisation
from .client import Client
from .loading import KEPT, folder_with
from .promises import Figure
from .serving import Served, serving

SECRETS, BATCH = 1_000_000, 20_000
USUAL = 12.0
"""Seconds for which pages are read before anything else happens."""
Pages = dict[str, list[float]]


def measure(cases: int) -> list[Figure]:
    """Each page's slowest twentieth, before and while; how long it takes."""
    folder = KEPT / f"rotation-{os.getpid()}"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(folder_with(cases), folder)
    try:
        _fill(folder)
        with serving(folder) as running:
            paths = _paths(running)
            client = running.client(running.made.specialists[0])
            _usually(client, paths)  # whatever is read for the first time takes longer, and would flatter what follows
            usual = _usually(client, paths)
            took, during = _rotated(folder, client, paths)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        folder.with_suffix(".log").unlink(missing_ok=True)
    return [
        Figure(f"{SECRETS:,} case secrets under a new key", took, "s", 30),
        *(_slower(name, usual[name], during[name]) for name in paths),
    ]


def _slower(name: str, usual: list[float], during: list[float]) -> Figure:
    before, now = _p95(usual), _p95(during)
    note = f"{before * 1e3:.1f} ms usually ({len(usual)}), {now * 1e3:.1f} ms meanwhile ({len(during)})"
    return Figure(f"… {name}, p95 meanwhile", now / before, "× usual", 2, note=note)


def _p95(seconds: list[float]) -> float:
    return sorted(seconds)[int(len(seconds) * 0.95)]


def _fill(folder: Path) -> None:
    """Secrets of cases that have nothing else: a rotation looks at nothing else."""
    made = organisation.read(folder)
    database, known = made.open(), made.vault()
    for _ in range((SECRETS - organisation.size(folder)) // BATCH):
        wrapped = [(id_, *secrets.wrap(known, id_, os.urandom(32))) for id_ in sorted(new_id() for _ in range(BATCH))]
        rows = [{"case_id": id_, "kek": kek, "wrapped": under} for id_, kek, under in wrapped]
        with database.transaction() as db:
            db.execute(insert(CaseSecret), rows)
    database.dispose()


def _paths(running: Served) -> dict[str, str]:
    reader, database = running.made.specialists[0], running.made.open()
    with database.reading() as db:
        declared = select(Declaration.case_id).where(Declaration.person_id == reader.id)
        number = db.scalars(select(Case.number).where(Case.id.in_(declared)).limit(1)).one()
    database.dispose()
    return {"list": "/cases", "case": f"/cases/{number}", "desk": "/desk", "form": "/report?kind=bullying&site=0"}


def _usually(client: Client, paths: dict[str, str]) -> Pages:
    end = time.perf_counter() + USUAL
    return _read(client, paths, lambda: time.perf_counter() < end)


def _read(client: Client, paths: dict[str, str], go_on: Callable[[], bool]) -> Pages:
    """One page after the other, as somebody does who works."""
    found: Pages = {name: [] for name in paths}
    while go_on():
        for name, path in paths.items():
            answer = client.get(path)
            assert answer.status == 200, answer.head
            found[name].append(answer.seconds)
            time.sleep(0.02)
    return found


def _rotated(folder: Path, client: Client, paths: dict[str, str]) -> tuple[float, Pages]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CASEWORK_")}
    environment |= {"CASEWORK_DIR": str(folder), "PYTHONPATH": str(ROOT)}
    command, begun = [sys.executable, "-m", "casework", "keys", "rotate"], time.perf_counter()
    with subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL) as process:
        during = _read(client, paths, lambda: process.poll() is None)
        took = time.perf_counter() - begun
    assert process.returncode == 0, "the rotation did not come to its end"
    return took, during
