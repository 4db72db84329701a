"""Redacted copies and pictures of pages, from the outside: made in a capped child of their own sort, one at a time."""

import atexit
import functools
import threading
from collections.abc import Callable, Iterable

from casework.files.kinds import Kind
from casework.files.pool import Cleaner, Lost, Refused, TooLarge
from casework.files.work import PAGE, REDACT

from .marks import Marks
from .report import Done, Undoable

SECONDS = 240
"""For the longest file that is taken: each of its pages is drawn anew."""
DRAWN = frozenset({Kind.PDF, Kind.JPEG, Kind.PNG, Kind.GIF, Kind.WEBP, Kind.TIFF})
"""Kinds that have pages, or are one: what is drawn can be painted over."""


def becomes(kind: Kind) -> Kind:
    """What a copy is: a photograph stays one, every other picture becomes PNG."""
    return kind if kind in (Kind.PDF, Kind.JPEG) else Kind.PNG


_TURNS = threading.BoundedSemaphore(2)
"""One is made and one waits: more would keep everybody else's pages from being answered."""


def redact(kind: Kind, data: Iterable[bytes], marks: Marks) -> tuple[bytes, Done]:
    """The copy without what is marked, and how often each word was found. Undoable with its reason otherwise. `data`
    has to be at hand, for the time limit runs."""
    if not _TURNS.acquire(blocking=False):
        raise Undoable("busy")
    try:
        return _parted(lambda: _pool().do(REDACT, kind, data, marks.to_json()))
    finally:
        _TURNS.release()


def page(kind: Kind, data: Iterable[bytes], number: int) -> tuple[bytes, Done]:
    """One page as PNG, and how many there are."""
    return _parted(lambda: _pool().do(PAGE, kind, data, str(number).encode()))


def _parted(does: Callable[[], bytes]) -> tuple[bytes, Done]:
    try:
        answer = does()
    except Refused as refused:
        raise Undoable(str(refused) or "damaged") from None
    except TooLarge:
        raise Undoable("pages") from None
    except Lost:
        raise Undoable("damaged") from None
    end = 4 + int.from_bytes(answer[:4])
    return answer[end:], Done.from_json(answer[4:end])


@functools.cache
def _pool() -> Cleaner:
    """Beside the one that cleans: somebody's report does not wait for a redaction."""
    cleaner = Cleaner(1, seconds=SECONDS)
    atexit.register(cleaner.close)
    return cleaner
