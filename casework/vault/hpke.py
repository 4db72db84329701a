"""Public-key sealing: HPKE base mode, X25519, HKDF-SHA256, AES-256-GCM. The context goes into `info`."""

from collections.abc import Iterable
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from .words import Unreadable

Wish = tuple[bytes, bytes, bytes]
"""A public half, a context and what is to be sealed, as `encrypt` takes them."""
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def new_private() -> bytes:
    return X25519PrivateKey.generate().private_bytes_raw()


def public_of(private: bytes) -> bytes:
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def encrypt(public: bytes, context: bytes, plaintext: bytes) -> bytes:
    return _SUITE.encrypt(plaintext, _ready(public), info=context)


def encrypt_each(wishes: Iterable[Wish]) -> list[bytes]:
    return [encrypt(*wish) for wish in wishes]


@lru_cache(maxsize=1024)
def _ready(public: bytes) -> X25519PublicKey:
    return X25519PublicKey.from_public_bytes(public)


def loaded(private: bytes) -> X25519PrivateKey:
    """A private half, for opening many."""
    return X25519PrivateKey.from_private_bytes(private)


def decrypt(private: bytes | X25519PrivateKey, context: bytes, sealed: bytes) -> bytes:
    """Unreadable when key, context or any byte differs."""
    try:
        key = loaded(private) if isinstance(private, bytes) else private
        return _SUITE.decrypt(sealed, key, info=context)
    except (InvalidTag, ValueError):
        raise Unreadable("does not open") from None
