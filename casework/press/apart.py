"""The other side of the process that sets: gives it the words, hears how far it is, and takes what it made."""

import json
import subprocess
import threading
from collections.abc import Callable, Mapping
from typing import IO, Any, Literal

from casework import alone

LONGEST = 60.0
"""Seconds that a document may take: 150 pages take two."""
AT_ONCE = threading.BoundedSemaphore(2)
"""Two at a time in each process of the server; more wait their turn."""

Heard = Callable[[int, int], None]
"""How much is done, of how much."""


class NotMade(Exception):
    """Nothing came of it; `why` is one word: memory, work, time."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def made(
    form: Literal["pdf", "docx"], data: Mapping[str, Any], *, sheet: str = "", heard: Heard | None = None
) -> bytes:
    """A document. `sheet`: a sheet of our own for other data than a `document.Document`, PDF alone; `data` says
    `made` (ISO 8601) in either case. NotMade when nothing comes of it."""
    return run("casework.press.child", {"form": form, "sheet": sheet, "data": data}, heard=heard)


def run(module: str, asked: Mapping[str, Any], *, heard: Heard | None = None, longest: float = LONGEST) -> bytes:
    """What `module`, a process that calls `child.serve`, makes of it."""
    with AT_ONCE:
        process = alone.begin(module, start_new_session=True)
        late = threading.Event()

        def end() -> None:
            late.set()
            process.kill()

        watchdog = threading.Timer(longest, end)
        watchdog.start()
        try:
            return _answer(process, json.dumps(asked).encode(), heard)
        except (OSError, ValueError) as wrong:
            raise NotMade("time" if late.is_set() else "work") from wrong
        finally:
            watchdog.cancel()
            process.kill()
            process.communicate()


def _answer(process: "subprocess.Popen[bytes]", asked: bytes, heard: Heard | None) -> bytes:
    into, process.stdin = process.stdin, None  # nothing else writes there, whatever becomes of this
    assert into is not None
    assert process.stdout is not None
    with into:
        into.write(asked)
    size = _listen(process.stdout, heard)
    data = process.stdout.read(size)
    if len(data) != size:
        raise OSError("the document came to an end too soon")
    return data


def _listen(source: IO[bytes], heard: Heard | None) -> int:
    """Until what was made follows; how many octets that will be."""
    for line in source:
        said = json.loads(line)
        if "size" in said:
            return int(said["size"])
        if "failed" in said:
            raise NotMade(str(said["failed"]))
        if heard is not None:
            heard(int(said["done"]), int(said["of"]))
    raise OSError("the process ended without a word")
