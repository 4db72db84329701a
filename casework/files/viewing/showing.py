"""Files as they are looked at, from the outside: asked of capped children of their own sort, two at a time."""

import atexit
import functools
import json
from collections.abc import Iterable
from typing import Any

from casework.files.kinds import Kind
from casework.files.pool import Cleaner, Lost, Refused, TooLarge
from casework.files.redacting.copies import DRAWN
from casework.files.work import LETTER, LOOK, PART, WORDS

from .letters import Letter
from .unseen import Unseen

SECONDS = 20
"""For one page, or one mail."""
MAILS = frozenset({Kind.EML, Kind.MSG})
WRITTEN = frozenset({Kind.TEXT, Kind.CSV, Kind.JSON})
SOUND = frozenset({Kind.MP3, Kind.M4A, Kind.WAV, Kind.OGG, Kind.OPUS, Kind.FLAC})
FILM = frozenset({Kind.MP4, Kind.MOV, Kind.WEBM})
SHOWN = DRAWN | MAILS | WRITTEN | SOUND | FILM
"""Kinds that a page can show; the others are saved and opened by what made them."""


def picture(kind: Kind, data: Iterable[bytes], number: int) -> tuple[bytes, int]:
    """One page as PNG, and how many there are."""
    count, octets = _parted(_asked(LOOK, kind, data, str(number).encode()))
    return octets, int(count)


def words(kind: Kind, data: Iterable[bytes], number: int) -> tuple[str, int]:
    """What is written on one page, and how many there are."""
    (said, count), _octets = _parted(_asked(WORDS, kind, data, str(number).encode()))
    return str(said), int(count)


def letter(kind: Kind, data: Iterable[bytes]) -> Letter:
    return Letter.from_json(_asked(LETTER, kind, data, b"0"))


def attachment(kind: Kind, data: Iterable[bytes], at: int) -> tuple[str, bytes]:
    """Its name and octets. `at`: from 1."""
    name, octets = _parted(_asked(PART, kind, data, str(at).encode()))
    return str(name), octets


def _asked(name: str, kind: Kind, data: Iterable[bytes], asked: bytes) -> bytes:
    try:
        return _pool().do(name, kind, data, asked)
    except Refused as refused:
        raise Unseen(str(refused) or "damaged") from None
    except TooLarge:
        raise Unseen("large") from None
    except Lost:
        raise Unseen("damaged") from None


def _parted(answer: bytes) -> tuple[Any, bytes]:
    end = 4 + int.from_bytes(answer[:4])
    return json.loads(answer[4:end]), answer[end:]


@functools.cache
def _pool() -> Cleaner:
    """Beside the one that cleans and the one that redacts: who reads does not wait for either."""
    cleaner = Cleaner(2, seconds=SECONDS)
    atexit.register(cleaner.close)
    return cleaner
