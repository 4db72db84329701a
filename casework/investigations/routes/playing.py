"""Sound and film in pieces: a browser asks for the octets from here to there, and no more of them is sent.

A file is opened from its first octet on whatever is asked for: that takes less than half a second a gigabyte, and
nothing of it is kept."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from litestar import Response
from litestar.response import Stream

from casework.cases.routes.download import each

from .looking import SAFE, shown_as

RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)


class Span(NamedTuple):
    """From the first octet to the one after the last."""

    start: int
    end: int


def asked_for(header: str, size: int) -> Span | None:
    """What of it is asked for; all of it where nothing is, or several stretches are. None: beyond its end."""
    found = RANGE.fullmatch(header.strip())
    if found is None or not (found[1] or found[2]):
        return Span(0, size)
    if not found[1]:
        return Span(max(0, size - int(found[2])), size) if int(found[2]) else None
    start = int(found[1])
    end = min(int(found[2]) + 1, size) if found[2] else size
    return Span(start, end) if start < end else None


def stretch(pieces: Iterator[bytes], span: Span) -> Iterator[bytes]:
    """Those octets of it; reading stops where they end."""
    at = 0
    for piece in pieces:
        after = at + len(piece)
        if after > span.start:
            yield piece[max(0, span.start - at) : span.end - at]
        if after >= span.end:
            return
        at = after


def beyond(size: int) -> Response[bytes]:
    return Response(b"", status_code=416, media_type="text/plain", headers={**SAFE, "Content-Range": f"bytes */{size}"})


def played(pieces: Iterator[bytes], span: Span, size: int, media: str, plain: str, *, part: bool) -> Stream:
    headers = {**shown_as(plain), "Accept-Ranges": "bytes", "Content-Length": str(span.end - span.start)}
    if part:
        headers["Content-Range"] = f"bytes {span.start}-{span.end - 1}/{size}"
    return Stream(
        each(stretch(pieces, span)), media_type=media, status_code=206 if part else 200, headers=headers
    )  # fmt: skip
