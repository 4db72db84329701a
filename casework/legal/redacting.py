"""Words that leave a text for good before it is handed to somebody else."""

from collections.abc import Iterable

from casework.files.redacting import taken_out
from casework.files.redacting import words as looking

MARK = "█████"
"""Stands where something was taken out: no letter of it says how long that was."""


def redacted(text: str, words: Iterable[str]) -> str:
    """The text without any of these words; nothing of them can be read in it, in any spacing, case or accent. Words of
    a single letter are in every line, and left."""
    return taken_out(text, [(word, MARK) for word in words if looking.fits(word)])[0]


def holds(text: str, words: Iterable[str]) -> bool:
    """Is any of these words in it?"""
    return looking.holds(text, [word for word in words if looking.fits(word)])
