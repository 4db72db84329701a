"""What a sealed value is bound to. Every part is length-prefixed, so that no two contexts spell the same bytes."""

import struct
from functools import lru_cache
from typing import Any

from sqlalchemy.orm import InstrumentedAttribute

_INTEGER = struct.Struct(">cIq").pack
_PREFIX = struct.Struct(">cI").pack


def bind(label: str, *parts: str | int | bytes) -> bytes:
    """Encode a label and its parts. Integers are signed, 64 bits; the label carries the format's version."""
    # Four of these stand behind every line of a list: hence no function for each part.
    spelled = [_labelled(label)]
    for part in parts:
        if isinstance(part, int):
            spelled.append(_INTEGER(b"i", 8, part))
        elif isinstance(part, bytes):
            spelled.append(_PREFIX(b"b", len(part)) + part)
        else:
            data = part.encode()
            spelled.append(_PREFIX(b"s", len(data)) + data)
    return b"".join(spelled)


def with_number(bound: bytes, number: int) -> bytes:
    """What `bind` gives with one more part, for many numbers in the same context."""
    return bound + _INTEGER(b"i", 8, number)


def place(column: InstrumentedAttribute[Any]) -> tuple[str, str]:
    """Table and column, as the database names them."""
    return column.class_.__tablename__, column.key


def spelled(*parts: str | int | bytes) -> bytes:
    """Parts alone: contexts that begin alike are begun once with `bind`, and go on with these."""
    return bind("", *parts)[len(_labelled("")) :]


def numbers(*values: int) -> bytes:
    """`spelled` of integers, where it stands behind every line of a list."""
    return b"".join([_INTEGER(b"i", 8, value) for value in values])


@lru_cache(maxsize=256)
def _labelled(label: str) -> bytes:
    data = f"casework/v1/{label}".encode()
    return _PREFIX(b"s", len(data)) + data
