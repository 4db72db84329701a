"""A form's octets on their way to its parts, and which of them are dealt with where.

Sealing has the interpreter to itself wherever it is done, and changing threads takes as long as it does: a file's
pieces are sealed where they are read. What may wait is done in a thread: a file's end, when its kind is told, and all
that comes while the disk is behind.
"""

import asyncio
from collections.abc import Iterator
from typing import Any

from litestar import Request

from .parts import Parts
from .straight import offered

MARK = b"."
"""Comes on the ordinary way for a piece that was begun where it was read; what was read after it may follow at once."""


async def pour(request: Request[Any, Any, Any], parts: Parts) -> None:
    """All of the body into its parts."""
    straight, straightly = offered(request.scope), _Straightly(parts)
    announced = request.content_length is not None  # otherwise the limit is looked after as it comes
    try:
        async for chunk in request.stream():
            straight.take = None
            begun = straightly.begun()
            if begun is not None:
                await asyncio.to_thread(_finish, begun)
            after = chunk if begun is None else chunk[len(MARK) :]
            if after or begun is None:
                await _one(parts.steps(after))
            straight.take = straightly.take if announced else None
    finally:
        straight.take = None


async def _one(steps: Iterator[bool]) -> None:
    for ready in steps:
        if not ready:
            await asyncio.to_thread(_finish, steps)


def _finish(steps: Iterator[bool]) -> None:
    for _ in steps:
        pass


class _Straightly:
    """Pieces of a file where they are read, until something may wait or goes wrong."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._begun: Iterator[bool] | None = None

    def take(self, piece: bytes) -> bytes:
        if not self._parts.ready:
            return piece
        steps = self._parts.steps(piece)
        try:
            if all(steps):
                return b""
        except Exception as error:  # noqa: BLE001 - it is not the server's: whoever reads the body meets it
            steps = _wrong(error)
        self._begun = steps
        return MARK

    def begun(self) -> Iterator[bool] | None:
        """What is left to be done of a piece."""
        begun, self._begun = self._begun, None
        return begun


def _wrong(error: Exception) -> Iterator[bool]:
    yield False
    raise error
