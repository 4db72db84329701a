"""Two versions of a report beside each other, section by section: what was taken out, and what was put in."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from casework.investigations.comparing import GONE, NEW, Piece, differences


class Changed(NamedTuple):
    """`pieces`: same, gone and new, in their order; `gone` and `new`: how many words of each."""

    title: str
    pieces: list[Piece]
    gone: int
    new: int


def between(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Changed]:
    """Every section of either, in the later one's order."""
    first = {section["name"]: section for section in before["sections"]}
    second = {section["name"]: section for section in after["sections"]}
    return [
        _section(first.get(name), second.get(name))
        for name in [*second, *(name for name in first if name not in second)]
    ]


def _section(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> Changed:
    pieces = differences(text_of(before), text_of(after))
    title = (after or before or {}).get("title", "")
    return Changed(title, pieces, _words(pieces, GONE), _words(pieces, NEW))


def _words(pieces: list[Piece], kind: str) -> int:
    return sum(len(piece.text.split()) for piece in pieces if piece.kind == kind)


def text_of(section: Mapping[str, Any] | None) -> str:
    """What stands in it, as lines."""
    if section is None:
        return ""
    parts = [section["title"], section["prose"], *(line for block in section["blocks"] for line in _lines(block))]
    return "\n".join(part for part in parts if part)


def _lines(block: Mapping[str, Any]) -> Iterator[str]:
    if block["kind"] == "table":
        for row in block["rows"]:
            yield " | ".join(row)
    elif block["kind"] == "facts":
        for name, words in block["rows"]:
            yield f"{name}: {words}"
    elif block["kind"] == "points":
        yield from block["items"]
    elif "text" in block:
        yield block["text"]
