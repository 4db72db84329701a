"""One sealed value: header `01 ‖ alg ‖ key id (2) ‖ nonce (12)`, then ciphertext and tag (AES-256-GCM).

The associated data is the header and the context: a blob that was moved, relabelled or changed does not open.
"""

import os
import struct

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from .words import Unreadable

VERSION, AES_256_GCM = 1, 1
HEADER = 16
SHORTEST = HEADER + 16
_KNOWN = bytes((VERSION, AES_256_GCM))


def seal(key: bytes | AESGCM, key_id: int, context: bytes, plaintext: bytes) -> bytes:
    """Seal under a 32-byte key. `key_id` (16 bits) says later which key it was. One that seals many is made ready
    once."""
    header = struct.pack(">BBH", VERSION, AES_256_GCM, key_id) + os.urandom(12)
    cipher = AESGCM(key) if isinstance(key, bytes) else key
    return header + cipher.encrypt(header[4:], plaintext, header + context)


def key_id_of(blob: bytes) -> int:
    """Which key sealed it: an epoch, a KEK's number or a subkey's version, by where the blob lies."""
    if len(blob) < SHORTEST or blob[:2] != _KNOWN:
        raise Unreadable("unknown format")
    return int.from_bytes(blob[2:4], "big")


def open_(key: bytes | AESGCM, context: bytes, blob: bytes) -> bytes:
    """The plaintext; Unreadable when key, context or any byte differs. A key that opens many is made ready once."""
    key_id_of(blob)
    return open_known(AESGCM(key) if isinstance(key, bytes) else key, context, blob)


def open_known(cipher: AESGCM, context: bytes, blob: bytes) -> bytes:
    """`open_` for many blobs that begin with the four bytes of one that `key_id_of` knew."""
    if len(blob) < SHORTEST:
        raise Unreadable("unknown format")
    header = blob[:HEADER]
    try:
        return cipher.decrypt(header[4:], blob[HEADER:], header + context)
    except InvalidTag:
        raise Unreadable("does not open") from None


def derive(secret: bytes, info: bytes, length: int = 32) -> bytes:
    """HKDF-SHA256 without salt: the secrets are uniform, the info separates them."""
    return HKDF(SHA256(), length, None, info).derive(secret)
