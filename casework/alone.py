"""A process beside the server: begun with nothing of ours but the code, capped, with no network, gone with whoever
began it."""

import ctypes
import os
import resource
import signal
import subprocess
import sys
from typing import Any

CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
PR_SET_PDEATHSIG = 1


def begin(module: str, *words: str, **more: Any) -> "subprocess.Popen[bytes]":
    """`python -m module words…`, to be spoken to through its pipes. `more` goes to Popen. The thread that begins one
    has to wait for it where the process ends with its parent."""
    # Only what finds the code: no setting or secret of this process goes along.
    known = {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path), "LC_ALL": "C.UTF-8"}
    return subprocess.Popen(  # noqa: S603 - our own interpreter and module
        [sys.executable, "-B", "-m", module, *words],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=known, cwd="/", **more,
    )  # fmt: skip


def cap(memory: int, most: int | None = None) -> None:
    """In the process itself: octets of data that it may hold (and may let itself hold later), nothing of it left behind
    when it breaks, no network."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory if most is None else most))
    without_network()


def end_with_parent() -> None:
    """A process or fork without its parent would hold the pipes open. Other systems than Linux let it end its work."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def without_network() -> None:
    """A network of its own, with nobody on it, where the system lets an ordinary process have one."""
    if sys.platform == "linux":
        ctypes.CDLL(None).unshare(CLONE_NEWUSER | CLONE_NEWNET)
