"""A password opens its owner's private half: nobody else's help is needed, and none would do."""

import hmac
import os
import secrets

from . import blob, stretch
from .binding import bind
from .core import Vault
from .words import Unreadable

RECOVERY_BITS = 128
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


def new_salt() -> bytes:
    return os.urandom(16)


def derive(vault: Vault, password: str, salt: bytes, pepper: int | None = None) -> tuple[bytes, bytes]:
    """One Argon2id, then the pepper (its version; None: the newest): a wrapping key and a verifier, 32 bytes each."""
    return peppered(vault, stretched(password, salt), pepper)


def stretched(password: str, salt: bytes) -> bytes:
    """The one Argon2id: 32 bytes, which no pepper is in yet."""
    return stretch.stretch(stretch.STAFF, password.encode(), salt)


def peppered(vault: Vault, stretched: bytes, pepper: int | None = None) -> tuple[bytes, bytes]:
    """What costs next to nothing, so that another version of the pepper needs no second Argon2id."""
    both = blob.derive(stretched + vault.subkey("pepper", pepper), bind("password", vault.instance), 64)
    return both[:32], both[32:]


def matches(verifier: bytes, kept: bytes) -> bool:
    return hmac.compare_digest(verifier, kept)


def wrap(
    vault: Vault, key: bytes, owner: tuple[int, int], use: str, private: bytes, pepper: int | None = None
) -> bytes:
    """The private half under a wrapping key. `owner`: person and generation; `use`: password, code, session; `pepper`:
    the version that the key was made with."""
    version = vault.keyring.version if pepper is None else pepper
    return blob.seal(key, version, _context(vault, owner, use), private)


def pepper_of(wrapped: bytes) -> int:
    """Which version of the pepper the wrapping key was made with."""
    return blob.key_id_of(wrapped)


def unwrap(vault: Vault, key: bytes, owner: tuple[int, int], use: str, wrapped: bytes) -> bytes:
    return blob.open_(key, _context(vault, owner, use), wrapped)


def new_recovery_code() -> str:
    """128 bits in base32, groups of four and a last one of two."""
    number = secrets.randbits(RECOVERY_BITS) << 2
    letters = "".join(_ALPHABET[(number >> shift) & 31] for shift in range(RECOVERY_BITS - 3, -1, -5))
    return "-".join(letters[i : i + 4] for i in range(0, len(letters), 4))


def recovery_key(vault: Vault, code: str, pepper: int | None = None) -> bytes:
    """The wrapping key of a recovery code: it is random already, so the pepper is enough. Unreadable when malformed."""
    letters = "".join(code.upper().replace("-", " ").split())
    if len(letters) != 26 or set(letters) - set(_ALPHABET):
        raise Unreadable("not a recovery code")
    return blob.derive(letters.encode() + vault.subkey("pepper", pepper), bind("recovery-code", vault.instance))


def session_key(vault: Vault, cookie: bytes) -> bytes:
    """What a session's wrapped private half is under: the cookie, which the database never holds."""
    return blob.derive(cookie, bind("session", vault.instance))


def _context(vault: Vault, owner: tuple[int, int], use: str) -> bytes:
    return bind("private-half", vault.instance, *owner, use)
