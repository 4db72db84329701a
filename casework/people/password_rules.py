"""Which passwords are refused: short ones, and those that a guesser tries first. Nothing about composition."""

import gzip
import re
import unicodedata
from itertools import pairwise
from pathlib import Path

from casework.settings import N_, Said

LEAST, MOST = 15, 200
COMMON = Path(__file__).parent / "common_passwords.txt.gz"
"""Phrases, keyboard walks and patterns of 15 and more letters and digits, one a line, in their plainest form."""
OWN = 6
"""Letters that must be left when names are taken out."""


def fault(password: str, own: tuple[str, ...] = ()) -> Said | None:
    """Why this password cannot be used, or None. `own`: names of the person and the organisation, and the address."""
    length = len(password)
    if length < LEAST:
        least = {"least": LEAST, "has": length}
        return Said(N_("Use at least %(least)s characters; this has %(has)s. A few words are fine, spaces too."), least)
    if length > MOST:
        return Said(N_("Use at most %(most)s characters."), {"most": MOST})
    plain = _plain(password)
    if _repeats(plain) or _walks(plain) or is_common(plain):
        return Said(
            N_("This is among the first that a guesser would try. Take a few words that belong together for you alone.")
        )
    if len(_without(plain, own)) < OWN:
        return Said(N_("It is made of your name, your address or the organisation’s name. Take other words."))
    return None


def is_common(plain: str) -> bool:
    """Read anew each time: a password is chosen once a year, and memory is held all year."""
    return f"\n{plain}\n" in f"\n{gzip.decompress(COMMON.read_bytes()).decode()}\n"


def _plain(password: str) -> str:
    """Letters and digits alone, with the usual disguises taken off."""
    bare = unicodedata.normalize("NFKD", password).casefold().translate(str.maketrans("@$", "as"))
    return re.sub(r"[^\w]|_", "", bare)


def _repeats(plain: str) -> bool:
    """The same piece of up to six over and over."""
    return any(plain == (plain[:size] * len(plain))[: len(plain)] for size in range(1, 7)) if plain else True


def _walks(plain: str) -> bool:
    """Nothing but steps to the neighbour in alphabet or digits, up or down."""
    steps = {ord(after) - ord(before) for before, after in pairwise(plain)}
    return len(steps - {1, -1, 0, -9, 9, 25, -25}) == 0


def _without(plain: str, own: tuple[str, ...]) -> str:
    words = {_plain(part) for name in own for part in re.split(r"[\s@._-]+", name)}
    for word in sorted((word for word in words if len(word) >= 3), key=len, reverse=True):
        plain = plain.replace(word, "")
    return re.sub(r"\d", "", plain)
