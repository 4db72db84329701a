"""The process that sets: `python -m casework.press.child`. What is to be set comes through its standard input, as JSON:
`form` (pdf or docx), `sheet` (typst, ours; empty for a whole `document.Document`) and `data`. Its standard output says
how far it is, a JSON value a line; `{"size": n}` is the last, and n octets follow it.

Another feature's process can say its work in the same way: `serve(work)`.
"""

import json
import os
import sys
from collections.abc import Callable
from typing import Any

from casework import alone

from . import typesetting, word

MEMORY = 600 << 20
"""Octets that it may hold."""

Say = Callable[[int, int], None]
"""How much is done, of how much."""


def serve(work: Callable[[Any, Say], bytes], *, memory: int = MEMORY, most: int | None = None) -> None:
    """Read, work, write, and end. By a word alone when it fails: more could be the case's."""
    alone.end_with_parent()
    alone.cap(memory, most)
    try:
        made = work(json.loads(sys.stdin.buffer.read()), _say)
    except MemoryError:
        _line(failed="memory")
        os._exit(1)
    except Exception:  # noqa: BLE001 - whoever began it reads that nothing came
        _line(failed="work")
        os._exit(1)
    _line(size=len(made))
    sys.stdout.buffer.write(made)
    sys.stdout.buffer.flush()


def _say(done: int, of: int) -> None:
    _line(done=done, of=of)


def _line(**said: int | str) -> None:
    os.write(1, json.dumps(said).encode() + b"\n")


def work(asked: Any, say: Say) -> bytes:
    """One document."""
    data = asked["data"]
    say(0, 1)
    if asked["form"] == "docx":
        made = word.as_word(data)
    else:
        made = typesetting.typeset(asked["sheet"] or typesetting.WHOLE, data, made=data["made"])
    say(1, 1)
    return made


if __name__ == "__main__":
    serve(work)
