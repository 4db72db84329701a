"""Words that leave a text for good, however they are written: in capitals, with accents, over two lines."""

import unicodedata
from collections.abc import Iterable, Sequence

MARK = "█████"
"""Stands where something was taken out: no letter of it says how long that was."""
SHORT = 4
"""A word of fewer letters goes only where it stands alone: “Al” is no reason to break “also”."""


def redacted(text: str, words: Iterable[str]) -> str:
    """The text without any of these words; nothing of them can be read in it, in any spacing, case or accent."""
    wanted = sorted({key for one in words if (key := _plain(one))}, key=len, reverse=True)
    while cut := _cut(text, wanted):
        text = cut
    return text


def holds(text: str, words: Iterable[str]) -> bool:
    """Is any of these words in it?"""
    return bool(_spots(text, [key for one in words if (key := _plain(one))]))


def _cut(text: str, wanted: Sequence[str]) -> str:
    """Once through; empty when there was nothing to take out. What is left can spell a word anew: it is asked again."""
    spots = _spots(text, wanted)
    if not spots:
        return ""
    parts, at = [], 0
    for start, end in _joined(spots):
        parts += [text[at:start], MARK]
        at = end
    return "".join([*parts, text[at:]])


def _joined(spots: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for start, end in sorted(spots):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return found


def _spots(text: str, wanted: Iterable[str]) -> set[tuple[int, int]]:
    letters, places = _letters(text)
    found = set()
    for key in wanted:
        at = letters.find(key)
        while at >= 0:
            first, last = places[at], places[at + len(key) - 1]
            if len(key) >= SHORT or _alone(text, first, last):
                found.add((first, last + 1))
            at = letters.find(key, at + 1)
    return found


def _alone(text: str, first: int, last: int) -> bool:
    before = text[first - 1] if first else " "
    after = text[last + 1] if last + 1 < len(text) else " "
    return not _key(before) and not _key(after)


def _letters(text: str) -> tuple[str, list[int]]:
    """Letters and digits alone, as they are compared, and where in the text each stands."""
    found = [(key, at) for at, character in enumerate(text) for key in _key(character)]
    return "".join(key for key, _ in found), [at for _, at in found]


def _plain(words: str) -> str:
    return "".join(map(_key, words))


def _key(character: str) -> str:
    """Without case, accent and width; nothing for what is no letter and no digit."""
    spread = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    return "".join(one for one in spread if unicodedata.category(one)[0] in "LN")
