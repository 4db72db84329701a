"""A receipt is a reporter's only key: 80 bits, shown once, never stored, never in an address, never logged."""

import base64
import hashlib
import secrets
from dataclasses import dataclass, field

from casework.settings import N_, Said

from . import blob, hpke, passwords, stretch
from .binding import bind
from .core import Vault

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base32: no I, L, O or U."""
LENGTH, CODE = 16, 8
_LINK = "link"
_ALIKE = str.maketrans("OIL", "011")


class Malformed(ValueError):
    """Not a receipt by its look. `said` tells the person what to check."""

    said = Said(N_("A receipt has 16 letters and digits, in four groups of four. Check that none is missing."))


class MalformedCode(Malformed):
    """Not a code by its look."""

    said = Said(N_("The code has 8 letters and digits, in two groups of four. Check that none is missing."))


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a receipt opens: `lookup` (16 bytes) finds the row, `private` is the reporter's key."""

    lookup: bytes
    private: bytes = field(repr=False)

    @property
    def public(self) -> bytes:
        return hpke.public_of(self.private)


def make() -> str:
    """A new receipt in its printed form, `7K3M-Q9TD-2XHP-VB4E`."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(letters[i : i + 4] for i in range(0, LENGTH, 4))


def of_form(vault: Vault, number: str, use: str) -> str:
    """The receipt that one form gives, from its 128 random bits and the pepper: whoever clicks twice is shown the same
    one, since a browser shows only the second answer. The database keeps neither."""
    bits = int.from_bytes(blob.derive(number.encode() + vault.subkey("receipt"), bind("form", vault.instance, use), 10))
    return "-".join(_group(bits >> shift) for shift in (60, 40, 20, 0))


def _group(bits: int) -> str:
    return "".join(ALPHABET[bits >> shift & 31] for shift in (15, 10, 5, 0))


def normal(text: str) -> str:
    """As typed back: any case, with or without dashes and spaces, O for 0, I or L for 1. Malformed otherwise."""
    return _normal(text, LENGTH, Malformed)


def _normal(text: str, length: int, wrong: type[Malformed]) -> str:
    letters = "".join(c for c in text.upper() if c.isalnum()).translate(_ALIKE)
    if len(letters) != length or set(letters) - set(ALPHABET):
        raise wrong(str(wrong.said))
    return letters


def derive(vault: Vault, text: str) -> Receipt:
    """One Argon2id with the installation's salt. Never inside a transaction."""
    stretched = stretch.stretch(stretch.RECEIPTS, normal(text).encode(), vault.instance)
    both = blob.derive(stretched + vault.subkey("receipt"), bind("receipt", vault.instance), 48)
    return Receipt(both[:16], both[16:])


def new_token() -> str:
    """A one-time link's 128 bits, in the same role as a receipt where a person never types it."""
    return secrets.token_urlsafe(16)


def token_of_form(vault: Vault, number: str, use: str) -> str:
    """The link that one form gives: whoever clicks twice has one link, which the database keeps nowhere."""
    bits = blob.derive(number.encode() + vault.subkey("receipt"), bind("form-link", vault.instance, use), 16)
    return base64.urlsafe_b64encode(bits).rstrip(b"=").decode()


def token_lookup(vault: Vault, token: str) -> bytes:
    """How the database knows a link: it cannot be made into the link again."""
    return blob.derive(token.encode() + vault.subkey("receipt"), bind("link", vault.instance))


def wrap_by_token(vault: Vault, token: str, owner: tuple[int, int], private: bytes) -> bytes:
    """A reporter's private half, for whoever has the link: it opens what their code derives. `owner`: whose half, and
    its generation. As lasting as the look-up: a newer root does not end it."""
    return passwords.wrap(vault, _token_key(vault, token), owner, _LINK, private, 1)


def open_by_token(vault: Vault, token: str, owner: tuple[int, int], wrapped: bytes) -> bytes:
    """Unreadable for another token, owner, generation or installation."""
    return passwords.unwrap(vault, _token_key(vault, token), owner, _LINK, wrapped)


def _token_key(vault: Vault, token: str) -> bytes:
    return blob.derive(token.encode() + vault.subkey("receipt"), bind("link-key", vault.instance))


def code_of_form(vault: Vault, number: str, use: str) -> str:
    """The code that one form gives, to be handed over in person beside its link: `7K3M-Q9TD`."""
    return of_form(vault, number, f"{use} code")[: CODE + 1]


def derive_both(vault: Vault, token: str, code: str) -> Receipt:
    """What a link opens together with its code, and neither alone. The link salts the code's stretching: a list of all
    codes that was made beforehand is of use for no link. One Argon2id; never inside a transaction."""
    said = _normal(code, CODE, MalformedCode).encode()
    salt = hashlib.sha256(bind("link-and-code", vault.instance, token)).digest()[:16]
    stretched = stretch.stretch(stretch.RECEIPTS, said, salt)
    secret = stretched + token.encode() + vault.subkey("receipt")
    both = blob.derive(secret, bind("link-and-code", vault.instance), 48)
    return Receipt(both[:16], both[16:])
