"""The parts of a form as they stream in: texts are kept in bounded memory, files are handed on piece by piece."""

from collections.abc import Callable, Iterator
from typing import Any, Protocol

from litestar import Request
from litestar.datastructures import FormMultiDict
from litestar.exceptions import ClientException, HTTPException
from multipart import MultipartError, MultipartSegment, ParserLimitReached, PushMultipartParser

FIELD, FIELDS, COUNT = 256 * 1024, 1024 * 1024, 500
"""Octets of one text, of all texts together, and how many parts a form may have."""


class TooMuch(HTTPException):
    """More than the page takes: nothing further is read."""

    status_code = 413


class Sink(Protocol):
    """Where one file goes. Whatever is wrong with it, the rest of the form is still read."""

    @property
    def ready(self) -> bool:
        """Does the next piece keep nobody waiting?"""

    def write(self, piece: bytes) -> None: ...
    def finish(self) -> None: ...
    def abort(self) -> None: ...


Open = Callable[[str], Sink]
"""A sink for a file of this name."""


class Parts:
    """One form. `feed` it block by block; `typed` is complete after `close`."""

    def __init__(self, boundary: str, opened: Open) -> None:
        self._parser = PushMultipartParser(boundary, max_segment_count=COUNT)
        self._open = opened
        self._sink: Sink | None = None
        self._field: MultipartSegment | None = None
        self._text = bytearray()
        self._total = 0
        self._items: list[tuple[str, str]] = []

    @property
    def typed(self) -> FormMultiDict:
        return FormMultiDict(self._items)

    @property
    def ready(self) -> bool:
        """Is it in a file whose next piece keeps nobody waiting?"""
        return self._sink is not None and self._sink.ready

    def feed(self, block: bytes) -> None:
        for _ in self.steps(block):
            pass

    def steps(self, block: bytes) -> Iterator[bool]:
        """The same one by one: each says, before it is taken, whether it keeps nobody waiting."""
        try:
            for event in self._parser.parse(block):
                yield self._sink is None or (bool(event) and self._sink.ready)
                if isinstance(event, MultipartSegment):
                    self._begin(event)
                elif event:
                    self._take(bytes(event))
                else:
                    self._end()
        except ParserLimitReached as error:
            raise TooMuch from error
        except MultipartError as error:
            raise ClientException from error

    def close(self) -> None:
        """The form has to be whole: half of one is no form."""
        try:
            self._parser.close()
        except MultipartError as error:
            raise ClientException from error

    def abort(self) -> None:
        """Leave nothing of a file that was under way."""
        if self._sink is not None:
            self._sink.abort()
            self._sink = None

    def _begin(self, part: MultipartSegment) -> None:
        if part.filename is None:
            self._field, self._text = part, bytearray()
        else:
            self._sink = self._open(part.filename)

    def _take(self, piece: bytes) -> None:
        if self._sink is not None:
            self._sink.write(piece)
            return
        self._total += len(piece)
        if len(self._text) + len(piece) > FIELD or self._total > FIELDS:
            raise TooMuch
        self._text += piece

    def _end(self) -> None:
        if self._sink is not None:
            sink, self._sink = self._sink, None
            sink.finish()
        elif self._field is not None:
            self._items.append((self._field.name or "", self._text.decode("utf-8", "replace")))
            self._field = None


class Nowhere:
    """For forms that take no files."""

    ready = True

    def __init__(self, _name: str) -> None:
        pass

    def write(self, _piece: bytes) -> None:
        pass

    def finish(self) -> None:
        pass

    def abort(self) -> None:
        pass


def boundary_of(request: Request[Any, Any, Any]) -> str:
    """The line between parts; a form that names none cannot be read."""
    boundary = request.content_type[1].get("boundary")
    if not boundary:
        raise ClientException
    return boundary


def is_multipart(request: Request[Any, Any, Any]) -> bool:
    return request.content_type[0] == "multipart/form-data"
