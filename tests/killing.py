"""The power goes at a certain place: a command runs in a process of its own, stands still there, and is killed."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping

from tests.installation import ROOT

STANDS_STILL = """
import os, pkgutil, sys, time
said, place, nth = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
owner, name = pkgutil.resolve_name(place.rpartition(".")[0]), place.rpartition(".")[2]
real, calls = getattr(owner, name), 0
def one_of_them(*given, **named):
    global calls
    calls += 1
    if calls == nth:
        os.write(said, b"here")
        time.sleep(1000)
    return real(*given, **named)
setattr(owner, name, one_of_them)
from casework.cli import main
main(sys.argv[4:])
"""


def killed(environment: Mapping[str, str], words: list[str], place: str, nth: int) -> None:
    """`casework WORDS`, killed as it calls `place` for the nth time: what stands before has happened, nothing after."""
    hears, says = os.pipe()
    command = [sys.executable, "-c", STANDS_STILL, str(says), place, str(nth), *words]
    process = subprocess.Popen(
        command, env=dict(environment), cwd=ROOT, pass_fds=[says], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    os.close(says)
    with os.fdopen(hears, "rb") as told:
        assert told.read(4) == b"here", "it was done before it came there"
        os.kill(process.pid, signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
