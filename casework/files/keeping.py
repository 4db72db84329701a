"""A file that was made here, kept like one that came in: sealed under a key of its own, whole and synced."""

from collections.abc import Iterator

from casework.db import new_id
from casework.vault import Vault, files

from .store import Store

PIECE = 1 << 20


def keep(vault: Vault, store: Store, data: bytes) -> tuple[int, bytes]:
    """Its id and key. StoreFull where there is no room; one that comes to nothing is found by the sweep."""
    file_id, key = new_id(), files.new_key()
    with store.create(file_id) as writer:
        for piece in _sealed(files.Encryptor(vault, file_id, key), data):
            writer.write(piece)
        writer.commit()
    return file_id, key


def _sealed(stream: files.Encryptor, data: bytes) -> Iterator[bytes]:
    view = memoryview(data)
    for start in range(0, len(data), PIECE):
        yield stream.update(view[start : start + PIECE])
    yield stream.finish()
