"""The vault's own vocabulary: what can be locked, who can hold a key, and what can go wrong."""

from enum import StrEnum


class Unreadable(Exception):
    """It does not open: unknown version, missing key, wrong context or a changed byte. There is no fallback."""


class NoSeal(Unreadable):
    """This holder has no seal for this room."""


class Barred(Unreadable):
    """This room is sealed to no key that the server keeps, and theirs is one."""


class Compartment(StrEnum):
    """A locked room: of a case, of a referral, of a court order, of somebody's leaving, of a hold, of a request."""

    FILE = "file"
    DIALOGUE = "dialogue"
    IDENTITY = "identity"
    PRIVILEGED = "privileged"
    MEDICAL = "medical"
    REFERRAL = "referral"
    SUPPORT = "support"
    DISCLOSURE = "disclosure"
    ORDER = "order"
    INTERVIEW = "interview"
    LEAVING = "leaving"
    REVIEW = "review"
    HOLD = "hold"
    NOTICE = "notice"
    REQUEST = "request"
    SEARCH = "search"


OF_SUPPORT = frozenset({Compartment.REFERRAL, Compartment.SUPPORT, Compartment.DISCLOSURE, Compartment.ORDER})
OF_EXITS = frozenset({Compartment.INTERVIEW, Compartment.LEAVING})
OF_HOLDS = frozenset({Compartment.HOLD, Compartment.NOTICE})
OF_REQUESTS = frozenset({Compartment.REQUEST, Compartment.SEARCH})
OF_CASES = frozenset(Compartment) - OF_SUPPORT - OF_EXITS - OF_HOLDS - OF_REQUESTS
"""Whose business a room is, by its name: what has a secret of its own is a case to the vault, and to nobody else."""


class HolderKind(StrEnum):
    PERSON = "person"
    REPORTER = "reporter"
    DROPBOX = "dropbox"
    RECOVERY = "recovery"


RECOVERY_ID, EAP_RECOVERY_ID = 1, 2
"""The recovery pair of the installation, and EAP's own, whose cards only its coordinators have."""
