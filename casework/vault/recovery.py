"""The recovery pair: made on another machine, its private half in three share cards of which two are enough.

Only `new` and `join` touch shares, and they are called by the command line away from the server.
"""

from dataclasses import dataclass, field

from shamir_mnemonic import combine_mnemonics, generate_mnemonics

from . import hpke
from .words import Unreadable

PREFIX = "casework-recovery-1:"


@dataclass(frozen=True, slots=True)
class NewPair:
    """`public` in the form that `casework init` takes; three shares of SLIP-39 words."""

    public: str
    shares: tuple[str, ...] = field(repr=False)


def new() -> NewPair:
    private = hpke.new_private()
    [shares] = generate_mnemonics(1, [(2, 3)], private)
    return NewPair(encode_public(hpke.public_of(private)), tuple(shares))


def join(shares: list[str]) -> bytes:
    """The private half out of two shares; Unreadable when they do not belong together."""
    try:
        return bytes(combine_mnemonics(shares))
    except Exception as wrong:  # the library has several kinds, all of which mean this
        raise Unreadable(f"These shares do not fit together: {wrong}") from wrong


def encode_public(public: bytes) -> str:
    return PREFIX + public.hex()


def decode_public(text: str) -> bytes:
    """ValueError, with what to do, when it is not the public half that `casework recovery new` printed."""
    body = text.strip().removeprefix(PREFIX)
    try:
        public = bytes.fromhex(body)
    except ValueError:
        public = b""
    if len(public) != 32 or not text.strip().startswith(PREFIX):
        raise ValueError(f"This is not a recovery key: paste the whole line that begins with {PREFIX}")
    return public
