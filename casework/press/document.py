"""What a document is made of, for the PDF and for Word alike."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypedDict

UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\uf8ff\ufffe\uffff]")
Block = dict[str, Any]
"""One of those that the functions below make."""


class Document(TypedDict):
    """`number`: stands in the footer beside the page; `legend` and `mark` in the header of each page, `mark` also
    across it (a draft's); `made`: when, as ISO 8601; `lang`: as in BCP 47; `page_of`: “page {page} of {pages}”."""

    title: str
    lang: str
    number: str
    legend: str
    mark: str
    made: str
    page_of: str
    blocks: list[Block]


def printable(value: Any) -> Any:
    """The same, with characters that no document can hold given by their numbers."""
    if isinstance(value, str):
        return UNPRINTABLE.sub(lambda found: f"[U+{ord(found[0]):04X}]", value)
    if isinstance(value, Mapping):
        return {name: printable(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [printable(one) for one in value]
    return value


def begun(
    *, title: str, number: str, made: datetime, lang: str = "en", legend: str = "", mark: str = "",
    page_of: str = "{page} / {pages}",
) -> Document:  # fmt: skip
    """With its title as the first heading and nothing below."""
    return Document(
        title=title, lang=lang, number=number, legend=legend, mark=mark, made=made.isoformat(), page_of=page_of,
        blocks=[heading(title)],
    )  # fmt: skip


def heading(words: str, level: int = 1) -> Block:
    """A bookmark too. Levels begin with 1 and none is left out."""
    return {"kind": "heading", "text": words, "level": level}


def text(words: str) -> Block:
    """Paragraphs, parted by empty lines; a single new line stays one."""
    return {"kind": "text", "text": words}


def quoted(words: str) -> Block:
    """The same, as somebody else's words."""
    return {"kind": "quote", "text": words}


def small(words: str) -> Block:
    """A line of less weight."""
    return {"kind": "small", "text": words}


def facts(rows: Sequence[tuple[str, str]]) -> Block:
    """Names and values, one below the other."""
    return {"kind": "facts", "rows": [list(row) for row in rows]}


def points(items: Sequence[str]) -> Block:
    """A list."""
    return {"kind": "points", "items": list(items)}


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int] = ()) -> Block:
    """`widths`: millimetres of each column (all 162 together), 0 for what is left; alike where none is given."""
    return {"kind": "table", "heads": list(heads), "rows": [list(row) for row in rows], "widths": list(widths)}


def next_page() -> Block:
    """What follows begins on a page of its own."""
    return {"kind": "next page"}
