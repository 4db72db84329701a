"""A file's octets, read once from end to end to say what they are: SHA-256, in constant memory."""

import hashlib

from casework import vault
from casework.files import Missing, Store
from casework.vault import Unreadable, Vault
from casework.vault.files import sealed_size


class Damaged(Exception):
    """The bytes in the store are not those that were put there."""


def digest(store: Store, keys: Vault, file_id: int, key: bytes, size: int) -> str:
    """In hexadecimal. Damaged where the file is missing, shorter than it was, or does not open."""
    found = hashlib.sha256()
    try:
        if store.size(file_id) != sealed_size(size):
            raise Damaged
        for piece in vault.files.decrypt(keys, file_id, key, store.read(file_id)):
            found.update(piece)
    except (Missing, Unreadable):
        raise Damaged from None
    return found.hexdigest()
