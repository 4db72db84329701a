"""A paper as it goes to the browser: opened piece by piece, and never called whole when it is not."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from itertools import chain, islice
from typing import Any
from urllib.parse import quote

from litestar.response import Stream

from casework import vault
from casework.files import Kind, Missing, Store, safe_name
from casework.vault import Unreadable, Vault
from casework.vault.files import sealed_size

KINDS = {kind.value: kind for kind in Kind}
AT_ONCE = 4 * 1024 * 1024
"""Files up to this size are opened whole before anything is sent, so that a damaged one is said in words."""
AHEAD = 6
"""Pieces that a thread opens while those before them go out."""


class DamagedFile(Exception):
    """The bytes in the store are not those that were put there."""


def opened(store: Store, keys: Vault, file_id: int, key: bytes, size: int) -> Iterator[bytes]:
    """The plaintext. DamagedFile before the first piece where that can be known, Unreadable later: then the
    connection ends short of the length that was announced, and no browser takes it for the whole."""
    try:
        if store.size(file_id) != sealed_size(size):
            raise DamagedFile
        pieces = vault.files.decrypt(keys, file_id, key, store.read(file_id))
        first = list(pieces) if size <= AT_ONCE else [next(pieces)]
    except (Missing, Unreadable, StopIteration):
        raise DamagedFile from None
    return chain(first, pieces)


def stream(pieces: Iterator[bytes], name: str, kind: str, size: int) -> Stream:
    """Saved, never shown: what is inside runs nowhere near this site."""
    known = KINDS.get(kind)
    plain = safe_name(name, known) if known else "file"
    return saved(pieces, plain, known.media if known else "application/octet-stream", size)


def saved(pieces: Iterator[bytes], plain: str, media: str, size: int) -> Stream:
    """The same under a name that is known to be safe."""
    return Stream(
        each(pieces),
        media_type=media,
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(plain, safe='')}",
            "Content-Length": str(size),
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "Cache-Control": "no-store",
        },
    )


async def each(pieces: Iterator[bytes]) -> AsyncIterator[Any]:
    """While some pieces go out, the next ones are read and opened in a thread."""
    ahead = _next_of(pieces)
    try:
        while some := await ahead:
            ahead = _next_of(pieces)
            for piece in some:
                yield piece
    finally:
        ahead.cancel()


def _next_of(pieces: Iterator[bytes]) -> "asyncio.Future[list[bytes]]":
    return asyncio.ensure_future(asyncio.to_thread(lambda: list(islice(pieces, AHEAD))))
