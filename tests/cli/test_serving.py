"""`casework serve` as processes: workers are replaced, stop when told, and leave nothing behind."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from tests.databases import Databases
from tests.installation import Installation, found, free_port, served
from tests.processes import ROOT, loaded


@pytest.fixture(scope="module")
def made(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    one = found(tmp_path_factory.mktemp("serving") / "casework", databases.unfounded())
    return Installation(one.folder, one.origin, {**one.environment, "CASEWORK_WORKERS": "2"}, one.links)


@pytest.fixture(scope="module")
def serving(made: Installation) -> Iterator[psutil.Process]:
    """For tests that leave it as it was."""
    with served(made, start=loaded) as process:
        yield psutil.Process(process.pid)


@pytest.fixture
def ending(made: Installation) -> Iterator[psutil.Process]:
    """For a test that ends it."""
    other = free_port()
    elsewhere = {"CASEWORK_PORT": str(other), "CASEWORK_ORIGIN": f"http://127.0.0.1:{other}"}
    there = replace(made, environment={**made.environment, **elsewhere}, origin=elsewhere["CASEWORK_ORIGIN"])
    with served(there, start=loaded) as process:
        yield psutil.Process(process.pid)


def _until(condition: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.05)


def _workers(parent: psutil.Process) -> set[int]:
    return {child.pid for child in parent.children()}


def test_a_killed_worker_is_replaced(made: Installation, serving: psutil.Process) -> None:
    _until(lambda: len(_workers(serving)) == 2)
    before = _workers(serving)
    os.kill(min(before), signal.SIGKILL)
    _until(lambda: len(_workers(serving) - {min(before)}) == 2)
    with urllib.request.urlopen(made.origin, timeout=60) as answer:
        assert answer.status == 200


def test_code_that_serves_knows_no_columns(serving: psutil.Process) -> None:
    assert serving.environ()["PYTHONNODEBUGRANGES"] == "1"


@pytest.mark.parametrize("name", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_when_told(ending: psutil.Process, name: signal.Signals) -> None:
    workers = _workers(ending)
    ending.send_signal(name)
    assert ending.wait(timeout=60) == 0
    assert [pid for pid in workers if psutil.pid_exists(pid)] == []


def test_no_worker_outlives_a_killed_parent(ending: psutil.Process) -> None:
    workers = _workers(ending)
    ending.kill()
    ending.wait(timeout=60)
    _until(lambda: not any(psutil.pid_exists(pid) for pid in workers))


def test_no_worker_may_dump_its_memory(serving: psutil.Process) -> None:
    for pid in _workers(serving):
        limits = Path(f"/proc/{pid}/limits").read_text().splitlines()
        [core] = [line.split()[4:6] for line in limits if line.startswith("Max core file size")]
        assert core == ["0", "0"]


def _refusal(made: Installation, **options: str) -> str:
    """What `casework serve` says when it does not."""
    command = [sys.executable, "-m", "casework", "serve"]
    done = subprocess.run(
        command, env={**made.environment, **options}, cwd=ROOT, text=True, capture_output=True, check=False, timeout=60
    )
    assert done.returncode == 2
    return done.stderr


def test_a_taken_port_is_said(made: Installation, serving: psutil.Process) -> None:
    assert "Cannot serve at 127.0.0.1, port" in _refusal(made)


def test_a_role_that_nobody_can_have_is_said_before_anybody_signs_in(made: Installation) -> None:
    said = _refusal(made, CASEWORK_ROLES="hr=auditor, it=boss")
    assert "CASEWORK_ROLES names “boss”, which is no role: take one of administrator" in said
