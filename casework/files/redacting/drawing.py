"""By kind of file: its redacted copy, or one of its pages as a picture, each with what was done before it."""

from casework.files.kinds import Kind

from . import pdf, pictures
from .marks import Marks
from .report import Done, Undoable

PICTURES = frozenset({Kind.JPEG, Kind.PNG, Kind.GIF, Kind.WEBP, Kind.TIFF})


def redacted(kind: Kind, data: bytes, asked: bytes) -> bytes:
    """`asked`: the marks."""
    marks = Marks.from_json(asked)
    if kind is Kind.PDF:
        return _told(*pdf.redact(data, marks))
    if kind in PICTURES:
        return _told(*pictures.redact(data, marks, photograph=kind is Kind.JPEG))
    raise Undoable("kind")


def page(kind: Kind, data: bytes, asked: bytes) -> bytes:
    """`asked`: its number, from 1."""
    number = int(asked)
    if kind is Kind.PDF:
        return _told(*pdf.page(data, number))
    if kind in PICTURES and number == 1:
        return _told(*pictures.page(data))
    raise Undoable("page")


def _told(copy: bytes, done: Done) -> bytes:
    words = done.to_json()
    return len(words).to_bytes(4) + words + copy
