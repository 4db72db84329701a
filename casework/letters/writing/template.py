"""An organisation's words with places in them: read, checked and filled. What is filled in is never read again.

Paragraphs are parted by an empty line. One that begins with `# ` is a heading, one whose every line begins with `- ` a
list. `{{day}}` is a place that has to be filled; `{{day?}}` one without which its paragraph, or its line of a list, is
left out. A place alone in a paragraph may bring paragraphs of its own.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from casework.press import document
from casework.press.document import Block

PLACE = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
NAME = re.compile(r"[a-z_]+\??")
BLANK = "…"
"""Stands in a preview where something is still to be filled in."""
BREAK = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")


@dataclass(frozen=True, slots=True)
class Filled:
    """`missing`: places that have to be filled and are not."""

    blocks: list[Block]
    missing: list[str]


def names(text: str) -> list[str]:
    """The places that a text has, each once, as they come; what is no name of one as it stands."""
    return list(dict.fromkeys(name.removesuffix("?") if NAME.fullmatch(name) else name for name in PLACE.findall(text)))


def wanted(text: str) -> list[str]:
    """Those of them that have to be filled."""
    return list(dict.fromkeys(name for name in PLACE.findall(text) if NAME.fullmatch(name) and not name.endswith("?")))


def unknown(text: str, known: Collection[str]) -> list[str]:
    """Places that there are not; braces that never close among them."""
    wrong = [name for name in names(text) if name not in known]
    left = PLACE.sub("", text)
    return wrong + [brace for brace in ("{{", "}}") if brace in left]


def line(text: str, values: Mapping[str, str]) -> tuple[str, list[str]]:
    """One line with its places filled, and those that were not."""
    missing: list[str] = []

    def put(found: re.Match[str]) -> str:
        said = " ".join(values.get(found[1].removesuffix("?"), "").split())
        if not said and not found[1].endswith("?"):
            missing.append(found[1])
        return said or ("" if found[1].endswith("?") else BLANK)

    return PLACE.sub(put, text), missing


def for_reader(text: str, allowed: Collection[str]) -> str:
    """The words of a kind as they begin for one reader: without each paragraph, or line of a list, that has a place
    which theirs may not have."""
    kept = []
    for part in _parts(text):
        lines = part.split("\n")
        listed = all(one.startswith("- ") for one in lines)
        fits = [one for one in lines if not set(names(one)) - set(allowed)]
        if len(fits) == len(lines) or (listed and fits):
            kept.append("\n".join(fits))
    return "\n\n".join(kept)


def fill(text: str, values: Mapping[str, str]) -> Filled:
    """As blocks."""
    missing: list[str] = []
    blocks: list[Block] = []
    for part in _parts(text):
        blocks += _block(part, values, missing)
    return Filled(_without_empty_headings(blocks), list(dict.fromkeys(missing)))


def _parts(text: str) -> Iterator[str]:
    for part in BREAK.split(text.replace("\r\n", "\n").replace("\r", "\n")):
        if part.strip():
            yield part.strip()


def _block(part: str, values: Mapping[str, str], missing: list[str]) -> Iterator[Block]:
    lines = part.split("\n")
    if part.startswith("# ") and len(lines) == 1:
        if _wanted(part, values):
            yield document.heading(_filled(part[2:], values, missing), 2)
    elif all(one.startswith("- ") for one in lines):
        kept = [_filled(one[2:], values, missing) for one in lines if _wanted(one, values)]
        if kept:
            yield document.points(kept)
    elif _wanted(part, values):
        if PLACE.fullmatch(part):
            for said in _parts(_filled(part, values, missing)):
                yield document.text(said)
        else:
            yield document.text(_filled(part, values, missing))


def _wanted(part: str, values: Mapping[str, str]) -> bool:
    """Whether everything without which it is left out is there."""
    return all(values.get(name[:-1], "").strip() for name in PLACE.findall(part) if name.endswith("?"))


def _filled(part: str, values: Mapping[str, str], missing: list[str]) -> str:
    def put(found: re.Match[str]) -> str:
        name = found[1].removesuffix("?")
        said = values.get(name, "").strip()
        if not said:
            missing.append(name)
        return said or BLANK

    return PLACE.sub(put, part)


def _without_empty_headings(blocks: list[Block]) -> list[Block]:
    """A heading below which nothing is left says nothing."""
    follows = [*blocks, document.heading("", 2)][1:]
    return [
        one for one, after in zip(blocks, follows, strict=True)
        if one["kind"] != "heading" or after["kind"] != "heading"
    ]  # fmt: skip


def plain(blocks: Collection[Block]) -> str:
    """As words alone, for a reader without the pages."""
    return "\n\n".join(
        "\n".join(f"– {item}" for item in block["items"]) if block["kind"] == "points" else block["text"]
        for block in blocks
    )
