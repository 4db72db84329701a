"""What a capped child does with a file: clean it, take something out of it, draw a page of it, make it
ready to be appended to another, say what it says."""

import importlib
from typing import Any

from casework.files.kinds import Kind

CLEAN, REDACT, PAGE, APPEND = "clean", "redact", "page", "append"
LOOK, WORDS, LETTER, PART = "look", "words", "letter", "part"
ASKED = frozenset({REDACT, PAGE, LOOK, WORDS, LETTER, PART})
"""Whose first piece is what the work itself needs to know."""
VIEWING = frozenset({LOOK, WORDS, LETTER, PART})


def task(name: str, kind: Kind) -> str:
    """As it is told to the child."""
    return f"{name} {kind.value}"


def ready(said: str) -> None:
    """Load what it takes: the drawing of PDFs only where something is drawn, for most children never see that; and
    nothing of it in the processes that only ask."""
    name = said.partition(" ")[0]
    if name in VIEWING:
        _viewing().LOAD()
    elif name == APPEND:
        _appending()
    elif name == CLEAN:
        _cleaning()
    else:
        _drawing()


def work(said: str, pieces: list[bytes]) -> bytes:
    """The cleaned file; or the copy or picture with what was done before it."""
    name, _, word = said.partition(" ")
    kind, asked = Kind(word), pieces.pop(0) if name in ASKED else b""
    data = b"".join(pieces)
    pieces.clear()
    if name == CLEAN:
        cleaned: bytes = _cleaning().STRIP[kind](data)
        return cleaned
    if name == APPEND:
        made: bytes = _appending().EACH[kind](data)
        return made
    if name in VIEWING:
        seen: bytes = getattr(_viewing(), name)(kind, data, asked)
        return seen
    does = {REDACT: _drawing().redacted, PAGE: _drawing().page}[name]
    answer: bytes = does(kind, data, asked)
    return answer


def _cleaning() -> Any:
    return importlib.import_module("casework.files.cleaning")


def _drawing() -> Any:
    return importlib.import_module("casework.files.redacting.drawing")


def _viewing() -> Any:
    return importlib.import_module("casework.files.viewing.answering")


def _appending() -> Any:
    return importlib.import_module("casework.files.appending")
