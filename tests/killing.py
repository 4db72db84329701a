"""The power goes at a certain place: a command runs in a process of its own, stands still there, and is killed."""

import pkgutil
import signal
import time
from collections.abc import Mapping
from multiprocessing.connection import Connection
from typing import Any

from tests.processes import become, forking


def killed(environment: Mapping[str, str], words: list[str], place: str, nth: int) -> None:
    """`casework WORDS`, killed as it calls `place` for the nth time: what stands before has happened, nothing after."""
    hears, says = forking.Pipe(duplex=False)
    process = forking.Process(target=_until, args=(says, dict(environment), words, place, nth))
    process.start()
    says.close()
    try:
        assert hears.recv() == "here"
    except EOFError:
        raise AssertionError("it was done before it came there") from None
    process.kill()
    process.join()
    assert process.exitcode == -signal.SIGKILL


def _until(says: Connection, environment: dict[str, str], words: list[str], place: str, nth: int) -> None:
    owner, _, name = place.rpartition(".")
    there, calls = pkgutil.resolve_name(owner), 0
    real = getattr(there, name)

    def one_of_them(*given: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == nth:
            says.send("here")
            time.sleep(1000)
        return real(*given, **named)

    setattr(there, name, one_of_them)
    become(environment, words)
