"""Somebody's private half, for as long as a request lasts: nothing of it outlives the value itself."""

from dataclasses import dataclass, field
from functools import cached_property

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from . import blob, hpke
from .binding import bind
from .words import HolderKind


@dataclass(frozen=True)
class Holder:
    """A key pair's private half (32 bytes, X25519) with whose it is and of which generation."""

    kind: HolderKind
    id: int
    generation: int
    private: bytes = field(repr=False)

    @cached_property
    def own_key(self) -> bytes:
        """The symmetric key that seals are turned to once they were opened: ten times as fast."""
        return blob.derive(self.private, bind("seal-inner"))

    @cached_property
    def own_cipher(self) -> AESGCM:
        """The same key, ready to open many."""
        return AESGCM(self.own_key)

    @cached_property
    def opener(self) -> X25519PrivateKey:
        """The private half as what HPKE opens with: made once, since making it costs a multiplication of its own."""
        return hpke.loaded(self.private)
