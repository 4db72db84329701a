"""Closing a stream in the age format, https://age-encryption.org/v1: to a recipient's key, or to a passphrase.

pyrage closes a stream to a key; to a passphrase it takes only what lies whole in memory, and no other library that is
kept up takes a stream. So head and chunks of that kind are written here, as the format has them, with `cryptography`.
"""

import hashlib
import hmac
import os
import threading
from base64 import b64encode
from typing import BinaryIO, Protocol

import pyrage
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

CHUNK = 64 * 1024
WORK = 18
"""scrypt's cost as a power of two: a second and 256 MiB for each guess."""
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


class ToPassphrase:
    """Whoever knows the passphrase opens it, with any program that knows the format."""

    def __init__(self, out: BinaryIO, passphrase: str, work: int = WORK) -> None:
        file_key, nonce = os.urandom(16), os.urandom(16)
        out.write(_head(file_key, passphrase, work) + nonce)
        self._aead = ChaCha20Poly1305(_derived(file_key, nonce, b"payload"))
        self._out, self._waiting, self._number = out, bytearray(), 0

    def write(self, data: bytes | memoryview) -> int:
        """The last chunk is marked, so a whole one waits until more comes."""
        self._waiting += data
        begin, view = 0, memoryview(self._waiting)
        while len(view) - begin > CHUNK:
            self._seal(view[begin : begin + CHUNK], last=False)
            begin += CHUNK
        view.release()
        del self._waiting[:begin]
        return len(data)

    def flush(self) -> None:
        """A chunk is written when it is whole."""

    def close(self) -> None:
        self._seal(self._waiting, last=True)
        self._out.flush()

    def _seal(self, chunk: bytearray | memoryview, *, last: bool) -> None:
        nonce = self._number.to_bytes(11, "big") + bytes([last])
        self._out.write(self._aead.encrypt(nonce, chunk, None))
        self._number += 1


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


def _head(file_key: bytes, passphrase: str, work: int) -> bytes:
    salt = os.urandom(16)
    stretched = Scrypt(b"age-encryption.org/v1/scrypt" + salt, 32, n=1 << work, r=8, p=1).derive(passphrase.encode())
    wrapped = ChaCha20Poly1305(stretched).encrypt(bytes(12), file_key, None)
    said = b"age-encryption.org/v1\n-> scrypt %s %d\n%s\n---" % (_plain(salt), work, _plain(wrapped))
    mac = hmac.digest(_derived(file_key, b"", b"header"), said, hashlib.sha256)
    return said + b" " + _plain(mac) + b"\n"


def _derived(key: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt, info).derive(key)


def _plain(data: bytes) -> bytes:
    return b64encode(data).rstrip(b"=")
