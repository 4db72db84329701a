"""Words as they are looked for: however they are written, broken over lines or spaced, they are found. What is found
beside them by this is taken out too, which errs on the side of those who are spoken of."""

import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

SHORTEST = 2
"""Letters and digits of a word: one alone would be in every line."""
SHORT = 4
"""A word of fewer letters goes only where it stands alone: “Al” is no reason to break “also”."""


class Squeezed(NamedTuple):
    """Letters and digits alone, and of each the place in the text that it came from."""

    text: str
    at: tuple[int, ...]


def squeezed(text: str) -> Squeezed:
    """Without case, accents, spaces and signs; ligatures and wide letters as their plain ones."""
    found = [(letter, place) for place, one in enumerate(text) for letter in _letters(one)]
    return Squeezed("".join(letter for letter, _ in found), tuple(place for _, place in found))


def fits(word: str) -> bool:
    """Can it be looked for?"""
    return len(squeezed(word).text) >= SHORTEST


def spans(text: str, words: Iterable[str]) -> list[tuple[int, int, int]]:
    """Where they are: first and last place in the text, and which word; overlapping ones all. ValueError for a word
    that is too short to be looked for."""
    where, found = squeezed(text), list[tuple[int, int, int]]()
    for which, word in enumerate(words):
        wanted = squeezed(word).text
        if len(wanted) < SHORTEST:
            raise ValueError(f"word {which} is too short")
        start = where.text.find(wanted)
        while start >= 0:
            first, last = where.at[start], where.at[start + len(wanted) - 1]
            if len(wanted) >= SHORT or _alone(text, first, last):
                found.append((first, last, which))
            start = where.text.find(wanted, start + 1)
    return sorted(found)


def holds(text: str, words: Iterable[str]) -> bool:
    """Is any of these words in it?"""
    return bool(spans(text, words))


def taken_out(text: str, words: Sequence[tuple[str, str]]) -> tuple[str, int]:
    """The text with each of these words replaced by what stands beside it, and how many places that were. A replacement
    that holds one of the words itself, or makes one with what is round it, is left empty."""
    wanted, count = [word for word, _ in words], 0
    while found := spans(text, wanted):
        parts, end = list[str](), -1
        for first, last, which in found:
            if first > end:
                parts += [text[end + 1 : first], words[which][1]]
                count += 1
            end = max(end, last)
        text = "".join(parts) + text[end + 1 :]
        words = [(word, "") for word in wanted]
    return text, count


def _letters(character: str) -> str:
    spread = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    return "".join(one for one in spread if unicodedata.category(one)[0] in "LN")


def _alone(text: str, first: int, last: int) -> bool:
    return not _letters(text[first - 1 : first] if first else "") and not _letters(text[last + 1 : last + 2])
