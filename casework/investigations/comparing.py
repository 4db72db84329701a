"""Two texts beside each other: put together without losing a line of either, and compared word by word."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

SAME, GONE, NEW = "same", "gone", "new"
_PIECES = re.compile(r"\n+|[^\S\n]+|\w+|[^\w\s]")
MOST = 4_000
"""Pieces up to which words are compared one by one; longer texts paragraph by paragraph first."""


class Piece(NamedTuple):
    """`kind`: same, gone (of the first text) or new (of the second)."""

    kind: str
    text: str


def together(one: str, other: str) -> str:
    """Every line of both, each in its order, and what they share once."""
    if not (one and other):
        return one or other
    first, second = one.split("\n"), other.split("\n")
    lines: list[str] = []
    for how, a, b, c, d in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        lines += first[a:b]
        if how != "equal":
            lines += second[c:d]
    return "\n".join(lines)


def differences(before: str, after: str) -> list[Piece]:
    """Word by word; what did not change stands in one piece."""
    return list(_joined(_compared(_pieces(before), _pieces(after))))


def _pieces(text: str) -> list[str]:
    return _PIECES.findall(text)


def _compared(before: Sequence[str], after: Sequence[str]) -> Iterator[Piece]:
    if len(before) + len(after) > MOST:
        yield from _by_paragraph("".join(before), "".join(after))
        return
    for how, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if how == "equal":
            yield Piece(SAME, "".join(before[a:b]))
            continue
        yield Piece(GONE, "".join(before[a:b]))
        yield Piece(NEW, "".join(after[c:d]))


def _by_paragraph(before: str, after: str) -> Iterator[Piece]:
    """A long statement: paragraphs that are the same are passed over, the others are compared by words."""
    first, second = _paragraphs(before), _paragraphs(after)
    for how, a, b, c, d in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        was, now = "".join(first[a:b]), "".join(second[c:d])
        old, new = _pieces(was), _pieces(now)
        if how == "equal":
            yield Piece(SAME, was)
        elif len(old) + len(new) > MOST:
            yield from (Piece(GONE, was), Piece(NEW, now))
        else:
            yield from _compared(old, new)


def _paragraphs(text: str) -> list[str]:
    return re.findall(r"[^\n]*\n+|[^\n]+", text)


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    last: Piece | None = None
    for piece in pieces:
        if not piece.text:
            continue
        if last is not None and last.kind == piece.kind:
            last = Piece(last.kind, last.text + piece.text)
            continue
        if last is not None:
            yield last
        last = piece
    if last is not None:
        yield last
