"""What was typed, as typed: names and texts, no more than fits. (Binding to a class stops at the first error.)"""

from typing import Any

from litestar import Request
from litestar.datastructures import FormMultiDict

LARGEST = 2 * 1024 * 1024
"""Octets of a form without files."""


async def read(request: Request[Any, Any, Any]) -> FormMultiDict:
    """The fields of a form without files; a multipart form keeps its texts and loses its files."""
    return await request.form()
