"""Words as they are looked for: however they are written, broken over lines or spaced, they are found. What is found
beside them by this is taken out too, which errs on the side of those who are spoken of."""

import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

SHORTEST = 2
"""Letters and digits of a word: one alone would be in every line."""
_DROPPED = ("C", "Z", "Pd", "Mn", "Me")
"""Categories that make no difference: spaces, line ends, hyphens of every sort, accents as signs of their own."""


class Squeezed(NamedTuple):
    """Letters alone, and of each the place in the text that it came from."""

    text: str
    at: tuple[int, ...]


def squeezed(text: str) -> Squeezed:
    """Without case, accents, spaces and hyphens; ligatures and wide letters as their plain ones."""
    letters: list[str] = []
    places: list[int] = []
    for place, one in enumerate(text):
        for letter in unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", one).casefold()):
            if not unicodedata.category(letter).startswith(_DROPPED):
                letters.append(letter)
                places.append(place)
    return Squeezed("".join(letters), tuple(places))


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
            found.append((where.at[start], where.at[start + len(wanted) - 1], which))
            start = where.text.find(wanted, start + 1)
    return sorted(found)


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
