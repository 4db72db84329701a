"""Files, encrypted as they stream: a random key each, C2SP chunked encryption, constant memory.

A flipped byte, a missing or a moved chunk is noticed at that chunk; truncation at the end. What was handed out
before is right as far as it goes, and is not to be called whole before the iterator ends.
"""

import os
from collections.abc import Iterable, Iterator
from typing import Protocol

from cryptography.cobblestone import Cobblestone256Decryptor, Cobblestone256Encryptor
from cryptography.exceptions import InvalidTag

from .binding import bind
from .words import Unreadable

CHUNK, TAG, HEAD = 16384, 16, 56
"""Octets of plaintext in a sealed chunk, and what sealing adds to each and to the file."""


class Installed(Protocol):
    """All that opening a file asks of the vault, beside the file's own key."""

    @property
    def instance(self) -> bytes: ...


def sealed_size(size: int) -> int:
    """How long a file is in the store, from its own length."""
    return size + HEAD + TAG * (size // CHUNK + 1)


def new_key() -> bytes:
    return os.urandom(32)


class Encryptor:
    """One file's encryption. `update` and `finish` return bytes for the store, in order."""

    def __init__(self, vault: Installed, file_id: int, key: bytes) -> None:
        self._stream = Cobblestone256Encryptor(key, _context(vault, file_id))

    def update(self, data: bytes | memoryview) -> bytes:
        return self._stream.update(data)

    def update_into(self, data: bytes | memoryview, room: memoryview) -> int:
        """The same without a copy, into room for `most(len(data))` octets; how many it came to."""
        return self._stream.update_into(data, room)

    def finish(self) -> bytes:
        return self._stream.finalize()


def most(size: int) -> int:
    """What so many octets can come to as they are sealed: the file's head and an unfinished chunk may go before."""
    return sealed_size(size + CHUNK)


def decrypt(vault: Installed, file_id: int, key: bytes, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The plaintext as it comes; Unreadable at the first chunk that is not the file's, or when the end is missing."""
    stream = Cobblestone256Decryptor(key, _context(vault, file_id))
    try:
        for chunk in chunks:
            if data := stream.update(chunk):
                yield data
        if data := stream.finalize():
            yield data
    except (InvalidTag, ValueError):
        raise Unreadable("this file is damaged") from None


def _context(vault: Installed, file_id: int) -> bytes:
    return bind("file", vault.instance, file_id)
