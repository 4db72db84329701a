"""What a look found: a sentence, how much was looked at, how much of it is wrong, and a few by name."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy.orm import Session

from casework.settings import Settings
from casework.vault import Unreadable, Vault

NAMED = 5
"""How many are named of those that are wrong."""
One = TypeVar("One")


@dataclass(frozen=True, slots=True)
class Place:
    """What is looked at. `tell` says on the way what is being looked at."""

    db: Session
    vault: Vault
    settings: Settings
    tell: Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Found:
    """`is_trouble`: somebody must do something; otherwise it is only worth knowing."""

    name: str
    sentence: str
    looked_at: int = 0
    wrong: int = 0
    which: tuple[str, ...] = ()
    is_trouble: bool = False


def tally(
    name: str,
    these: Iterable[One],
    is_right: Callable[[One], bool],
    called: Callable[[One], str],
    *,
    well: str,
    ill: str,
) -> Found:
    """Look at each. `well` and `ill` are sentences about `{all}` and `{wrong}` of them. What raises Unreadable is
    wrong."""
    looked_at = wrong = 0
    which: list[str] = []
    for one in these:
        looked_at += 1
        try:
            right = is_right(one)
        except Unreadable:
            right = False
        if not right:
            wrong += 1
            which += [called(one)] if len(which) < NAMED else []
    return counted(name, looked_at, wrong, which, well=well, ill=ill)


def counted(
    name: str, looked_at: int, wrong: int, which: Iterable[str] = (), *, well: str, ill: str, trouble: bool = True
) -> Found:
    named = tuple(which)
    sentence = (ill if wrong else well).format(all=f"{looked_at:,}", wrong=f"{wrong:,}")
    if named:
        more = ", …" if wrong > len(named) else ""
        sentence = f"{sentence.removesuffix('.')}: {', '.join(named)}{more}."
    return Found(name, sentence, looked_at, wrong, named, trouble and wrong > 0)
