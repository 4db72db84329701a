"""A report: the sections that it has, how far it is, and whose names stand in it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from casework.settings import N_

DRAFT, PUT, RETURNED, APPROVED = "draft", "put", "returned", "approved"
STATES = {
    DRAFT: N_("draft"),
    PUT: N_("put to approval"),
    RETURNED: N_("returned"),
    APPROVED: N_("approved"),
}
BUILDING, READY, FAILED = "building", "ready", "failed"
PDF, WORD = "pdf", "docx"
FORMS = {PDF: N_("PDF"), WORD: N_("Word")}
SILENT = timedelta(seconds=90)
"""After which a file that somebody makes is one that nobody makes any more."""
SECTIONS = {
    "mandate": N_("Mandate and allegations"),
    "done": N_("What was done"),
    "findings": N_("Findings, with evidence and reasons"),
    "chronology": N_("Chronology"),
    "credibility": N_("Who is to be believed"),
    "recommendations": N_("Recommendations"),
    "appendices": N_("Appendices"),
}
"""In the order in which a report has them, with the headings that it has where the organisation has no others."""
NUMBERS = dict(enumerate(SECTIONS, 1))
NAMES, LETTERS = "names", "letters"
SHOWING = {
    NAMES: N_("Witnesses by name, for those who read the file"),
    LETTERS: N_("Witnesses by letters, for a copy that parties may read"),
}
SHORTEST = 3
"""Letters of a part of a name that is looked for by itself."""


@dataclass(frozen=True, slots=True)
class Naming:
    """`called`: what a report calls a party, by id. `instead`: names that must not stand in it, with what stands there
    instead."""

    called: Mapping[int, str]
    instead: Mapping[str, str] = field(default_factory=dict)

    def of(self, party_id: int | None, otherwise: str = "") -> str:
        return self.called.get(party_id or 0, otherwise)

    def in_text(self, words: str) -> str:
        """The same words, with no name in them that must not be there: whole however it is written, in parts as the
        name has them."""
        for pattern, other in self._patterns():
            words = pattern.sub(lambda found: other[found[0].casefold()], words)  # noqa: B023 - called at once
        return words

    def _patterns(self) -> Iterator[tuple[re.Pattern[str], dict[str, str]]]:
        whole = {name.casefold(): other for name, other in self.instead.items()}
        yield from _pattern(self.instead, whole, re.IGNORECASE)
        parts = {part: other for name, other in self.instead.items() for part in name.split() if len(part) >= SHORTEST}
        yield from _pattern(parts, {part.casefold(): other for part, other in parts.items()})


def _pattern(
    names: Iterable[str], other: dict[str, str], flags: int = 0
) -> Iterator[tuple[re.Pattern[str], dict[str, str]]]:
    """None where there is nothing to look for. The longest first: a name may begin with another."""
    if found := "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True) if name):
        yield re.compile(rf"(?<!\w)(?:{found})(?!\w)", flags), other


def letters(count: int) -> list[str]:
    """A, B, …, Z, AA, AB, …"""
    return [_letter(n) for n in range(count)]


def _letter(n: int) -> str:
    last = chr(ord("A") + n % 26)
    return last if n < 26 else _letter(n // 26 - 1) + last


def several(words: str, count: int) -> Iterable[str]:
    """One is called so; more are told apart by their number."""
    return (words if count == 1 else f"{words} ({n})" for n in range(1, count + 1))
