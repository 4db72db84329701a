"""What was typed, as typed: names and texts, no more than fits. (Binding to a class stops at the first error.)"""

from contextlib import suppress
from typing import Any

from litestar import Request
from litestar.datastructures import FormMultiDict
from litestar.exceptions import HTTPException

from .parts import Nowhere, Parts, boundary_of, is_multipart

LARGEST = 2 * 1024 * 1024
"""Octets of a form without files."""


class Sent(FormMultiDict):
    """What was typed, and `to` which address it was sent: forms of one page may carry one number."""

    to: str = ""


async def read(request: Request[Any, Any, Any]) -> Sent:
    """The fields of a form without files; a multipart form keeps its texts and loses its files."""
    return sent_to(request, await _typed(request))


def sent_to(request: Request[Any, Any, Any], typed: FormMultiDict) -> Sent:
    """With the address that it came to."""
    sent = Sent(typed.multi_items())
    sent.to = request.scope["path"]
    return sent


async def _typed(request: Request[Any, Any, Any]) -> FormMultiDict:
    if not is_multipart(request):
        return await request.form()
    parts = Parts(boundary_of(request), Nowhere)
    async for block in request.stream():
        if block:
            parts.feed(block)
    parts.close()
    return parts.typed


async def beginning(request: Request[Any, Any, Any]) -> FormMultiDict:
    """What was typed before the form grew too large: for who may not send files here, but should not lose a text."""
    parts, had = Parts(boundary_of(request) if is_multipart(request) else "-", Nowhere), 0
    with suppress(HTTPException):
        if not is_multipart(request):
            return await request.form() if (request.content_length or 0) <= LARGEST else parts.typed
        async for block in request.stream():
            parts.feed(block[: LARGEST - had])
            had += len(block)
            if not block or had >= LARGEST:
                break
    return parts.typed
