"""One small file of a form, in memory alone: it is read at once, and never touches a disk."""

from typing import Any

from litestar import Request
from litestar.datastructures import FormMultiDict

from casework.web.parts import Parts, TooMuch, boundary_of, is_multipart
from casework.web.typed import sent_to


class Held:
    """The file's octets, up to a limit."""

    ready = True

    def __init__(self, most: int) -> None:
        self.data = bytearray()
        self._most = most

    def write(self, piece: bytes) -> None:
        if len(self.data) + len(piece) > self._most:
            raise TooMuch
        self.data += piece

    def finish(self) -> None:
        """It is whole; there is nothing to close."""

    def abort(self) -> None:
        self.data.clear()


async def chosen(request: Request[Any, Any, Any], most: int) -> tuple[FormMultiDict, bytes]:
    """The form's texts, and the one file that was chosen; empty when there was none."""
    if not is_multipart(request):
        return FormMultiDict([]), b""
    held = Held(most)
    parts = Parts(boundary_of(request), lambda _name: held)
    async for block in request.stream():
        if block:
            parts.feed(block)
    parts.close()
    return sent_to(request, parts.typed), bytes(held.data)
