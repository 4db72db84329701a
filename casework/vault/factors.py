"""What stands in for a phone: printed codes, kept as tags under the pepper; and passkeys, whose own secret (PRF) opens
their owner's private half."""

import hashlib
import hmac

from . import blob
from .binding import bind
from .core import Vault
from .receipts import ALPHABET
from .words import Unreadable

CODES, LENGTH = 10, 10
"""Ten codes of ten characters: 50 bits each, and nobody tries them without the pepper."""
_ALIKE = str.maketrans("OIL", "011")
PRF = 32
"""Octets that an authenticator says, of its own secret and our salt."""

Owner = tuple[int, int]
"""A person, and the generation of their key."""


def codes_of_form(vault: Vault, number: str, owner: Owner) -> list[str]:
    """The ten codes that one form makes, from its number and the pepper: whoever clicks twice is shown the same."""
    raw = blob.derive(
        number.encode() + vault.subkey("pepper"), bind("printed-codes", vault.instance, *owner), CODES * 8
    )
    return [_written(int.from_bytes(raw[at : at + 8], "big")) for at in range(0, len(raw), 8)]


def normal(typed: str) -> str | None:
    """As typed back: any case, dashes or none, O for 0, I or L for 1. None when it cannot be a printed code."""
    letters = "".join(c for c in typed.upper() if c.isalnum()).translate(_ALIKE)
    return letters if len(letters) == LENGTH and not set(letters) - set(ALPHABET) else None


def code_tag(vault: Vault, owner: Owner, letters: str, version: int | None = None) -> bytes:
    """How the database knows a printed code: the pepper's version (2 bytes), then 32 bytes."""
    of = vault.keyring.version if version is None else version
    text = bind("printed-code", vault.instance, *owner, letters)
    return of.to_bytes(2, "big") + hmac.digest(vault.subkey("pepper", of), text, "sha256")


def version_of(tag: bytes) -> int:
    return int.from_bytes(tag[:2], "big")


def prf_salt(vault: Vault) -> bytes:
    """What is asked of every passkey here. No secret: what a passkey answers depends on itself too."""
    return hashlib.sha256(bind("prf-salt", vault.instance)).digest()


def handle(vault: Vault, person: int) -> bytes:
    """What an authenticator keeps beside the account's name: the same for ever, and random to whoever reads it."""
    return hashlib.sha256(bind("passkey-handle", vault.instance, person)).digest()


def wrap(vault: Vault, prf: bytes, owner: Owner, credential: bytes, private: bytes) -> bytes:
    """The private half under HKDF(PRF output ‖ pepper), for this passkey alone."""
    version = vault.keyring.version
    return blob.seal(_key(vault, prf, version), version, _context(vault, owner, credential), private)


def unwrap(vault: Vault, prf: bytes, owner: Owner, credential: bytes, wrapped: bytes) -> bytes:
    return blob.open_(_key(vault, prf, blob.key_id_of(wrapped)), _context(vault, owner, credential), wrapped)


def _key(vault: Vault, prf: bytes, version: int) -> bytes:
    if len(prf) != PRF:
        raise Unreadable("not what a passkey says")
    return blob.derive(prf + vault.subkey("pepper", version), bind("passkey", vault.instance))


def _context(vault: Vault, owner: Owner, credential: bytes) -> bytes:
    return bind("private-half", vault.instance, *owner, "passkey", credential)


def _written(bits: int) -> str:
    letters = "".join(ALPHABET[bits >> shift & 31] for shift in range(0, LENGTH * 5, 5))
    return f"{letters[:5]}-{letters[5:]}"
