"""The vault's own vocabulary: what can be locked, who can hold a key, and what can go wrong."""

from dataclasses import dataclass, field
from enum import StrEnum


class Unreadable(Exception):
    """It does not open: unknown version, missing key, wrong context or a changed byte. There is no fallback."""


class NoSeal(Unreadable):
    """This holder has no seal for this room."""


class Compartment(StrEnum):
    """A locked room of a case."""

    FILE = "file"
    DIALOGUE = "dialogue"
    IDENTITY = "identity"
    PRIVILEGED = "privileged"
    MEDICAL = "medical"


class HolderKind(StrEnum):
    PERSON = "person"
    REPORTER = "reporter"
    DROPBOX = "dropbox"
    RECOVERY = "recovery"


@dataclass(frozen=True, slots=True)
class Holder:
    """A key pair's private half (32 bytes, X25519) with whose it is; lives as long as the request."""

    kind: HolderKind
    id: int
    generation: int
    private: bytes = field(repr=False)


RECOVERY_ID = 1
"""The recovery pair of the installation; EAP's own is 2."""
