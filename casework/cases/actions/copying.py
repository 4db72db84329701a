"""A paper of the file, once more in somebody's dialogue: a file of its own, under a key of its own."""

from casework import vault
from casework.cases.lifecycle import IllegalStep, Why
from casework.files import Store, StoreFull
from casework.files.keeping import keep
from casework.settings import N_, Said
from casework.vault import Vault

LARGEST = 50 * 1024 * 1024
"""Octets; what is larger is handed over in another way."""
TOO_LARGE = N_("This paper is too large to be given here: at most 50 MB.")
FULL = N_("The disk is full: nothing was given.")


def copied(keys: Vault, store: Store, file_id: int, key: bytes, size: int) -> tuple[int, bytes]:
    """Its id and key, outside any transaction. One that comes to nothing is found by the sweep. Unreadable where the
    file is damaged."""
    if size > LARGEST:
        raise refused(TOO_LARGE)
    try:
        return keep(keys, store, b"".join(vault.files.decrypt(keys, file_id, key, store.read(file_id))))
    except StoreFull:
        raise refused(FULL) from None


def refused(words: str) -> IllegalStep:
    return IllegalStep("give", [Why("paper", Said(words), "#papers")])
