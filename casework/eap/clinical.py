"""Words that have no place in what employee assistance keeps: diagnoses and their codes, medication, substances,
treatment. Lists as data, a file a language, in `words/`; they are few and plain, so that what they stop is meant."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources
from typing import NamedTuple

LANGUAGES = ("en", "de", "nl", "nb")
_WORD = re.compile(r"[^\W_]+")
_CODE = re.compile(r"(?<![\w.])(?:F\d{2}\.\d{1,3}|6[A-E]\d[0-9A-Z]\.[0-9A-Z]{1,2})(?![\w])", re.IGNORECASE)
"""ICD-10's chapter V and ICD-11's chapter 06, with the digits after the point: without them they may be a room."""


class Entry(NamedTuple):
    """A line of a list, word by word. `open_end`: any word that begins like the last one."""

    words: tuple[str, ...]
    open_end: bool


class Found(NamedTuple):
    start: int
    text: str


def found(text: str, languages: Iterable[str] = LANGUAGES) -> list[str]:
    """What of a text looks clinical, as it was written, each once, in the order of the text."""
    text = unicodedata.normalize("NFKC", text)
    hits = [Found(match.start(), match.group()) for match in _CODE.finditer(text)]
    for language in languages:
        hits += _hits(text, entries(language))
    kept, end = dict[str, str](), 0
    for hit in sorted(hits, key=lambda hit: (hit.start, -len(hit.text))):
        if hit.start >= end:
            kept.setdefault(_fold(hit.text), hit.text)
            end = hit.start + len(hit.text)
    return list(kept.values())


@cache
def entries(language: str) -> dict[str, tuple[Entry, ...]]:
    """A language's list, by what its first word begins with; FileNotFoundError for one that there is no list of."""
    listed: dict[str, list[Entry]] = {}
    for line in resources.files(__package__).joinpath("words", f"{language}.txt").read_text("utf-8").splitlines():
        said = line.partition("#")[0].strip()
        if said:
            words = tuple(_fold(word) for word in _WORD.findall(said))
            listed.setdefault(words[0][:BEGIN], []).append(Entry(words, said.endswith("*")))
    return {begin: tuple(some) for begin, some in listed.items()}


BEGIN = 3
"""Letters of its first word by which an entry is looked up."""


def _hits(text: str, known: dict[str, tuple[Entry, ...]]) -> Iterator[Found]:
    spans = [(_fold(match.group()), match.start(), match.end()) for match in _WORD.finditer(text)]
    for at, (word, start, _end) in enumerate(spans):
        for entry in known.get(word[:BEGIN], ()):
            here = [folded for folded, _s, _e in spans[at : at + len(entry.words)]]
            if _fits(entry, here):
                yield Found(start, text[start : spans[at + len(here) - 1][2]])


def _fits(entry: Entry, here: list[str]) -> bool:
    if len(here) != len(entry.words) or tuple(here[:-1]) != entry.words[:-1]:
        return False
    return here[-1] == entry.words[-1] or (entry.open_end and here[-1].startswith(entry.words[-1]))


def _fold(word: str) -> str:
    """Without case: `unicodedata` again, for folding may take a letter apart."""
    return unicodedata.normalize("NFKC", word.casefold())
