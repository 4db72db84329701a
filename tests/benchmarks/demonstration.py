"""`make demo`: from an empty folder to its first page, and again from the folder that it made."""

import os
import shutil
import signal
import subprocess
import time
import urllib.error
import urllib.request

from tests.installation import free_port
from tests.processes import ROOT

from .loading import KEPT
from .promises import Figure

LONGEST = 300.0


def measure(_: int) -> list[Figure]:
    folder = KEPT / f"demo-{os.getpid()}"
    try:
        first, again = _started(str(folder)), _started(str(folder))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return [
        Figure("make demo, empty folder to first page", first, "s", 40),
        Figure("make demo, started again", again, "s", 3),
    ]


def _started(folder: str) -> float:
    """Seconds from the command to a page."""
    port, begun = free_port(), time.monotonic()
    words = ["make", "demo", f"PORT={port}", f"DIR={folder}"]
    process = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        while not _answers(port):
            assert process.poll() is None, "make demo ended"
            assert time.monotonic() - begun < LONGEST, "make demo takes too long"
            time.sleep(0.05)
        return time.monotonic() - begun
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=20)


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
