"""Closing in the age format, https://age-encryption.org/v1, by pyrage: to a recipient's key, or to a passphrase.

pyrage closes a stream to a key alone; to a passphrase it closes what lies whole in memory. So a case file is closed to
a key that is made for it, that key to the passphrase, and both leave in one ZIP: age itself keeps identities so.
"""

import os
import threading
import zipfile
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO, Protocol

import pyrage

KEY_FILE, HOW = "key.age", "How to open it.txt"
PIPE = 1 << 20
F_SETPIPE_SZ = 1031


class Closing(Protocol):
    """Takes plaintext; what reaches the file is closed. Whole only once `close` came back."""

    def write(self, data: bytes | memoryview) -> int: ...
    def flush(self) -> None: ...
    def close(self) -> None: ...


class NoRecipient(ValueError):
    """This is no key that something can be closed to."""


def recipient(text: str) -> "pyrage.x25519.Recipient":
    """The public key that begins with `age1`."""
    try:
        return pyrage.x25519.Recipient.from_str(text.strip())
    except pyrage.RecipientError as wrong:
        raise NoRecipient(text[:8]) from wrong


def to_passphrase(data: bytes, passphrase: str) -> bytes:
    """What is small enough to lie in memory. Takes a second on purpose, and 256 MiB or, on a fast machine, more."""
    return bytes(pyrage.passphrase.encrypt(data, passphrase))


@dataclass(frozen=True, slots=True)
class Locked:
    """A key made for one file: `public` closes the file, `closed` is its private half under the passphrase."""

    public: str
    closed: bytes = field(repr=False)


def locked(passphrase: str) -> Locked:
    """Made before anything of the case is read: what it takes of memory is given back by then."""
    made = pyrage.x25519.Identity.generate()
    return Locked(str(made.to_public()), to_passphrase(f"{made}\n".encode(), passphrase))


class ToPassphrase:
    """A ZIP with the file, the key that opens it, and how: whoever knows the passphrase opens the key with any program
    that knows the format. `name`: of the file inside; `how`: said to whoever unpacks it."""

    def __init__(self, out: BinaryIO, key: Locked, *, name: str, how: str, made: datetime) -> None:
        self._zip, self._made = zipfile.ZipFile(out, "w"), made.timetuple()[:6]
        self._zip.writestr(self._entry(HOW), how)
        self._zip.writestr(self._entry(KEY_FILE), key.closed)
        self._entered = self._zip.open(self._entry(f"{name}.age"), "w", force_zip64=True)
        self._closed = ToKey(self._entered, key.public)  # type: ignore[arg-type]  # it is written to, and no more

    def _entry(self, name: str) -> zipfile.ZipInfo:
        return zipfile.ZipInfo(name, self._made)

    def write(self, data: bytes | memoryview) -> int:
        return self._closed.write(data)

    def flush(self) -> None:
        """What is in the pipe is on its way."""

    def close(self) -> None:
        self._closed.close()
        self._entered.close()
        self._zip.close()


class ToKey:
    """pyrage asks for what it closes: a pipe gives it to a thread of its own."""

    def __init__(self, out: BinaryIO, to: str) -> None:
        key = recipient(to)
        reading, writing = os.pipe()
        self._into, self._wrong = os.fdopen(writing, "wb", 0), list[BaseException]()
        self._thread = threading.Thread(target=self._close_all, args=(os.fdopen(reading, "rb"), out, key), daemon=True)
        self._thread.start()

    def _close_all(self, source: BinaryIO, out: BinaryIO, key: "pyrage.x25519.Recipient") -> None:
        try:
            with source:
                pyrage.encrypt_io(source, out, [key])
        except BaseException as wrong:  # noqa: BLE001 - said by the thread that writes
            self._wrong.append(wrong)

    def write(self, data: bytes | memoryview) -> int:
        left = memoryview(data)
        while left:
            left = left[self._into.write(left) or 0 :]
        return len(data)

    def flush(self) -> None:
        """What is in the pipe is on its way."""

    def close(self) -> None:
        self._into.close()
        self._thread.join()
        if self._wrong:
            raise OSError("closing the file failed") from self._wrong[0]
