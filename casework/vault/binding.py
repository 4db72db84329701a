"""What a sealed value is bound to. Every part is length-prefixed, so that no two contexts spell the same bytes."""

import struct
from typing import Any

from sqlalchemy.orm import InstrumentedAttribute


def bind(label: str, *parts: str | int | bytes) -> bytes:
    """Encode a label and its parts. Integers are signed, 64 bits; the label carries the format's version."""
    return b"".join(_prefixed(part) for part in (f"casework/v1/{label}", *parts))


def place(column: InstrumentedAttribute[Any]) -> tuple[str, str]:
    """Table and column, as the database names them."""
    return column.class_.__tablename__, column.key


def _prefixed(part: str | int | bytes) -> bytes:
    if isinstance(part, int):
        kind, data = b"i", struct.pack(">q", part)
    else:
        kind, data = (b"s", part.encode()) if isinstance(part, str) else (b"b", part)
    return kind + struct.pack(">I", len(data)) + data
