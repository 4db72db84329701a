"""The newest generation of each key pair that the journal knows: a database that was rolled back has an older one,
and nothing is sealed to that.

Kept in memory for each vault, read once and then followed as the journal grows: before each sealing one look at the
folder and at its newest file's length. A journal that became shorter seals nothing until somebody sees to it.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from weakref import WeakKeyDictionary

from . import journal, met
from .core import Vault
from .words import HolderKind, Unreadable

_FOLLOWED: WeakKeyDictionary[Vault, "_Followed"] = WeakKeyDictionary()
_FINDING = threading.Lock()


@dataclass
class _Followed:
    place: journal.Place = field(default_factory=journal.Place)
    newest: dict[tuple[str, int], int] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)


def newest(vault: Vault) -> dict[tuple[str, int], int]:
    """By kind and owner. Empty without a journal. Unreadable when the journal was changed or cut."""
    if vault.journal is None:
        return {}
    with _FINDING:
        followed = _FOLLOWED.setdefault(vault, _Followed())
    with followed.lock:
        if _has_grown(vault.journal, followed.place):
            for place, entry in journal.follow(vault, vault.journal, followed.place):
                if entry.kind == "generation":
                    key = str(entry.ids.get("kind", HolderKind.PERSON.value)), int(entry.ids["person"])
                    followed.newest[key] = max(followed.newest.get(key, 0), int(entry.ids["generation"]))
                followed.place = place
    return followed.newest


def check(vault: Vault, kind: HolderKind, found: Mapping[int, int]) -> None:
    """`found`: the generation of each owner's pair. Unreadable when the journal knows a newer one."""
    known = newest(vault)
    for owner, generation in found.items():
        if generation < known.get((kind.value, owner), 0):
            met.note_in(vault, "generation", owner)
            raise Unreadable(f"the key of {kind} {owner} is older than the journal’s: the database was put back")


def _has_grown(folder: Path, place: journal.Place) -> bool:
    names = journal.files(folder)
    if not names:
        if place.file:
            raise Unreadable("the journal is gone")
        return False
    return names[-1] != place.file or (folder / names[-1]).stat().st_size != place.size
