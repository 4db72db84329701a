"""A text file as it is read: UTF-8, UTF-16 by its mark, or an older Western encoding."""

from collections.abc import Iterable

from .letters import TEXT, body

MOST = 4 * TEXT
"""Octets that are looked at: no character takes more."""


def written(pieces: Iterable[bytes]) -> tuple[str, bool]:
    """What it says, and whether there is more of it. Only the beginning is read."""
    data = b""
    for piece in pieces:
        data += piece[: MOST + 1 - len(data)]
        if len(data) > MOST:
            break
    text, cut = body(_decoded(data[:MOST]))
    return text, cut or len(data) > MOST


def _decoded(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        cut_off = error.start >= len(data) - 3 and len(data) == MOST
        return data[: error.start].decode("utf-8-sig") if cut_off else data.decode("cp1252", "replace")
